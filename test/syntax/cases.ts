/** Programs without a fault in their syntax, some of them odd; what their words mean does not matter here. */
export const sound: Readonly<Record<string, string>> = {
  "an empty file": "",
  "blank lines and a byte order mark": "\ufeff\n\n  \n",
  "the sentence": "service goods x3 behind gateway with consul discovery, keepalived VIP 192.168.0.146",
  "a whole site": `
site shop
import ./networks.infra
let domain = shop.example.com
param replicas count default 3 min 1 max 9 "How many goods instances run"
env prod { replicas 5 }
profile php-rpc for service { protocol tcp; check tcp every 10s timeout 2s }

host app[1..3] 192.168.0.[21..23] { runtime docker }
service goods x\${replicas} on app[1..3] is php-rpc { port 18306; image swoft; logs /var/log/goods/*.log }


gateway edge on lb1, lb2 {               # layer 7
  listen 80, 443

  vip 192.168.0.146 { vrid 51; auth secret vrrp_pass; prefer lb1 }
  route \${domain} {
    /goods  -> goods  { limit 60r/m per ip burst 20 }
    /       -> redirect https
  }
  nginx { client_max_body_size 10m }
}
logs access {
  to search index nginx-access-log-%{+YYYY.MM.dd}
}
`,
  "lists over several lines": `
gateway e3 on lb1, # the first
  # and

  lb2 listen 80 # end
gateway e5 on "lb1","lb2" , lb3`,
  "lines that a backslash joins": "service a x2 \\\n  port 80 # c\nservice b \\\n # why\n   port 80 \\\n  {\n check tcp\n}\nservice c, \\\n d",
  "a word with a backslash": "service b image a\\\n  port 80\nservice c image C:\\x\\",
  comments: "# first\n\n# second\n\nservice b { # open\n  port 81 #x\n\n  # last\n\n  # of all\n} # close\n\n# end",
  "a comment in a one-line block": "a { b; c # in a one-line block\n}\n",
  "statements on one line": "a; b;; c # of c\nd; # of d\n;e",
  "empty blocks": "a {}\nb { }\nc {\n}\nd { # c\n}",
  "blocks that touch their words": "edge{ listen 80 }\na{b{c}}\nx.example.com{80}\nport{80}\nlisten 80,443{ x }\nroute /{ a }\nroute /a{b\n}\nroute /a{}",
  "blocks on one line": "a { b { c; d { e } }; f 'g' }",
  "a block that begins on one line": "a { b\n c }\nd { e {\n f } }",
  "numbers, addresses and paths": "host six fe80::1\nhost seven [::1]\nx [::1]:80 http://h/p?a=1,2&b=[x]#frag /var/log/*.log ~ ^/a$ -> 'x'",
  "ordinary signs": "a $uri %[src,lower] 5% $ % x=$y x# a,b,#c\nb a,,b",
  interpolation: 'service x${n} "reg/${name}:${ tag }" $${x} "$${y}" ${a}${b} %{x} é${é}',
  escapes: String.raw`a "\n\t\"\\\u{1F600}\u{e9}" '\d{3}"' "it's" ''  ""`,
  "a text of several lines": 'nginx {\n  content_by_lua_block """\n      local t = { a = 1 } -- "it\'s"\n        if x then\n\n      """ more\n  a """one""" """""" b\n}',
  "windows line ends and tabs": "\ufeffservice a x2 \\\r\n\tport 80 # c\r\n\r\n\r\n# own line\r\nservice b { # open\r\n  port 81 #x\r\n  t \"\"\"\r\n  a\r\n   b\r\n  \"\"\"\r\n  # dangling\r\n} # close\r\n",
  "words of prototypes": "service constructor port 80 toString 1\n__proto__ x\nservice __proto__ hasOwnProperty",
  "wide characters": "service 商品 image \"名，前\" port 80 # 注释，\nservice 😀 x2",
  "no indentation": "a {\nb {\nc\n}\n}\nd",
};

/** One fault each: its code, then cases. Every case gives exactly one report. */
export const faulty: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "unterminated-string": {
    "a double quote": 'service goods image "swoft port 80\nservice pay port 80 # it\'s fine',
    "a single quote": "service x image 'a\nservice y port 1",
    "before a block": 'service goods image "swoft {\n  port 80\n}',
    "in a one-line block": "service goods { image 'swoft }\nservice pay",
    "an escaped quote at the end": 'service goods image "swoft\\"\nservice pay',
    "windows line ends": 'service goods image "swoft\r\nservice pay\r\n',
  },
  "unterminated-text": {
    "before less indentation": 'gateway g { nginx { init_by_lua """\n  x = 1\n}}\nservice y port 1',
    "to the end of the file": 'gateway g {\n  nginx { init_by_lua """\n    x = 1\n',
  },
  "unknown-escape": {
    "a pattern": 'service d image "\\.php$"',
    "four hexadecimal digits": 'service d run "caf\\u00e9"',
    "a code point that does not exist": 'service d image "\\u{110000}"',
    "half of a pair": 'service d image "\\u{d83d}"',
  },
  "malformed-interpolation": {
    "not closed": "service q image ${unclosed port 80",
    "not closed in quotes": 'service pay image "a${b" port 80',
    "not a name": "service goods x${count:-3}",
    "an expression": 'service goods port "${base + 1}"',
    nothing: "service goods image ${}",
    "a date not closed": "logs access index a-%{+YYYY.MM.dd",
  },
  "glued-words": {
    "a word after a quoted one": 'service a image "x"y port 80',
    "a quoted value": 'service b image x="y z" port 80',
    "an apostrophe": "service c image don't port 80 # it's",
    "two apostrophes": "service c image rock'n'roll port 80",
    "two quoted words": "service d image \"a\"'b'",
    "a quote in the middle": 'service e image a"b c\nservice f',
    "a comment after a quoted word": 'service g image "a"# comment',
    "a text": 'service h image a"""\n  x\n"""',
  },
  "stray-comma": {
    "before its word": "gateway e2 on lb1 ,lb2 listen 80",
    "before a block": "gateway e4 on lb1, { listen 80 }",
    "before a block on the next line": "gateway e4 on lb1,\n{ listen 80 }",
    "at the end of the file": "network n 10.0.0.0/24,",
    "at the end of the file, with a comment": "network n 10.0.0.0/24, # c\n\n",
    "at the end of a block": "gateway e { listen 80, }",
    "at the start of a line": "gateway e on lb1\n  , lb2",
    "two in a row": "gateway e on lb1,, lb2 listen 80",
    "many in a row": "gateway e on lb1, , ,\n, lb2 listen 80",
    "after a block": "service a { port 80 },\nservice b { port 81 }",
    "between blocks": "service a { port 80 }, service b { port 81 }",
    "in a quoted list": 'gateway e on "lb1",lb2',
    alone: ",",
  },
  "stray-backslash": {
    "before a comment": "service a \\ # no\n  port 80",
    "in the middle of a line": "service a \\ port 80",
    "before an empty line": "service a \\\n\nservice b",
    "at the end of the file": "service a \\",
    "at the start of a line": "service a\n\\\n  port 80",
    "before a brace": "service a { port 80 \\\n}",
  },
  "unclosed-block": {
    "at the end of the file": "service goods {\n  port 80\n",
    "before the next statement": "service goods {\n  port 80\n\nservice pay {\n  port 81\n}",
    "before a brace that is less deep": "gateway e {\n  route x {\n    /a -> b\n}\nservice y port 80",
    "before a comment of the next statement": "service goods {\n  port 80 # c\n\n# pay\nservice pay {\n  port 81\n}",
    "in a file without indentation": "service a {\nport 80\n}\nservice b {\nport 81\n",
    "after a list over two lines": "service goods on a,\nb {\n  port 80\nservice pay",
    "an empty block": "service goods {\nservice pay { port 81 }",
    "the word that opens it": "service goods {",
  },
  "stray-brace": {
    "after a block": "service a { port 80 } }",
    "on lines of their own": "service a {\n  port 80\n}\n}\n}\nservice b",
    "at the start": "}",
  },
  "block-without-statement": {
    "on the next line": "service b\n{\n  port 80\n}\nservice c { port 81 }",
    "after a comment": "service b # c\n{\n  port 80\n}",
    "at the start": "{ service b }",
    "two braces": "service x port {{ port }}",
    "a second block": "service b { port 80 } { check tcp }\nservice c",
    "after a semicolon": "service b; { port 80 }",
  },
  "braces-in-word": {
    "a pattern that counts": "route shop.example.com {\n  ~ ^/\\d{3}$ -> goods\n  / -> deny 404\n}",
    "a pattern that counts twice": "gateway e {\n  route x { ~ ^/(\\d{3}|[a-z]{2,})/x{,4},y$ { limit 60r/m } }\n}",
    "a pattern before a block": "location ~ ^/(\\d{3})/a$ { return 404 }",
    "a pattern at the end": "match path ~ ^/\\d{3}\nmatch path ~ /a",
    "a pattern in a one-line block": "a { ~ .{3} }",
    "a pattern in a list": "path ~ ^/\\d{3}, /a",
    "a placeholder": "route x {\n  /goods/{id}/edit -> goods\n}",
    "a placeholder at the end": "route x {\n  /goods/{id} -> goods\n}",
    "alternatives": "copy *.{jpg,png} to x",
    "a character class": "route x { ~ ^/\\p{L}+$ -> goods }",
    "an interpolation beside it": "route x { ~ ^/${name}/\\d{3}$ -> goods }",
  },
  "words-after-block": {
    clauses: "service goods check tcp { every 10s } behind edge\nservice pay port 80",
    "a statement": "service goods { port 80 } service pay { port 81 }",
    "a list over two lines": "service goods { port 80 } on a,\n  b\nservice pay",
    "in a block": "a { b { c } d; e }",
  },
  "nesting-too-deep": {
    "a block too deep": `${"a { ".repeat(66)}${"}".repeat(66)}\nservice b`,
    "not closed": "a {\n".repeat(70),
  },
  "odd-space": {
    "of no break": "service goods\u00a0x3",
    ideographic: "service goods on app1,\u3000\u3000app2 port 80",
    "ideographic before a quote": "service goods on app1,\u3000'app2' port 80",
    "a carriage return alone": "service a\rservice b\rservice c",
    "a carriage return alone inside a statement": "service a x2 \\\r port 80 \\\r  check tcp\nservice b",
  },
  "invisible-character": {
    "a space of no width": "service go\u200bods x3",
    "a control character in quotes": "service a image 'x\u001b[31m'",
    "a byte order mark inside": "service a\nservice \ufeffb",
    "a carriage return in a text": 'a """\r\n b\rc\r\n"""',
    "a change of direction": "service a image \"\u202Eabc\"",
  },
  "fullwidth-punctuation": {
    "a comma": "service goods on app1， app2",
    "a comma without a space": "service goods on app1，app2",
    "a semicolon": "service a { port 80；check tcp }",
    "a colon": "service a image swoft：goods",
    quotes: "service a image “hello world” port 80",
    "a mixed quote": 'service a image “hello world" port 80',
    "a brace": "service a ｛ port 80 }",
  },
};
