include(each.m4)dnl
services:
each([index], 0, decr(COUNT), [dnl
  service:
    image: example/service:1.0
    ports:
      - "port:port"
    restart: unless-stopped
    deploy:
      replicas: 3
])dnl
