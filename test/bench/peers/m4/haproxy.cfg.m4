include(each.m4)dnl
defaults
    mode http
    timeout connect 5s
    timeout client 1m
    timeout server 1m
each([index], 0, decr(COUNT), [dnl

backend service
    balance roundrobin
each([number], 1, 3, [dnl
    server service-number address:port check
])dnl
])dnl
