divert(-1)
changequote([, ])
changecom
# each(NAME, FROM, TO, TEXT): the text for each number, which it knows as NAME
define([each], [pushdef([$1], [$2])_each($@)popdef([$1])])
define([_each], [$4[]ifelse($1, [$3], [], [define([$1], incr($1))$0($@)])])
define([service], [svc[]index])
define([port], [eval(10000 + index)])
define([address], [10.0.number.1])
divert(0)dnl
