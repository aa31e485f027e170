#!/bin/bash
# By printf alone: no other process is started.
set -e
cd "$2"

{
  printf 'events {}\n\nhttp {\n    server_names_hash_max_size 65536;\n'
  for ((index = 0; index < $1; index++)); do
    printf '\n    upstream svc%d {\n' "$index"
    for number in 1 2 3; do printf '        server 10.0.%d.1:%d;\n' "$number" $((10000 + index)); done
    printf '    }\n\n    server {\n        listen 80;\n        server_name svc%d.example.com;\n\n        location / {\n            proxy_pass http://svc%d;\n        }\n    }\n' "$index" "$index"
  done
  printf '}\n'
} >nginx.conf

{
  printf 'defaults\n    mode http\n    timeout connect 5s\n    timeout client 1m\n    timeout server 1m\n'
  for ((index = 0; index < $1; index++)); do
    printf '\nbackend svc%d\n    balance roundrobin\n' "$index"
    for number in 1 2 3; do printf '    server svc%d-%d 10.0.%d.1:%d check\n' "$index" "$number" "$number" $((10000 + index)); done
  done
} >haproxy.cfg

{
  printf 'services:\n'
  for ((index = 0; index < $1; index++)); do
    printf '  svc%d:\n    image: example/svc%d:1.0\n    ports:\n      - "%d:%d"\n    restart: unless-stopped\n    deploy:\n      replicas: 3\n' "$index" "$index" $((10000 + index)) $((10000 + index))
  done
} >docker-compose.yml
