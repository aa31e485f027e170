include(each.m4)dnl
events {}

http {
    server_names_hash_max_size 65536;
each([index], 0, decr(COUNT), [dnl

    upstream service {
each([number], 1, 3, [dnl
        server address:port;
])dnl
    }

    [server] {
        listen 80;
        server_name service.example.com;

        location / {
            proxy_pass http://service;
        }
    }
])dnl
}
