#!/bin/sh
# A call for each file: m4 writes one text to its output.
set -e
cd "$(dirname "$0")"
for file in nginx.conf haproxy.cfg docker-compose.yml; do m4 -D COUNT="$1" "$file.m4" >"$2/$file"; done
