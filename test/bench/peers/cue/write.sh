#!/bin/sh
# The program itself: an export for each file, as one export writes one text.
set -e
for file in nginx.conf haproxy.cfg docker-compose.yml; do
  cue export "$(dirname "$0")/main.cue" -t "count=$1" -e "files[\"$file\"]" --out text >"$2/$file"
done
