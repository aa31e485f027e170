#!/bin/sh
# An evaluation for each file: without a store Nix writes one text to its output. The third argument is where it keeps its state.
set -e
export NIX_STORE_DIR="$3/store" NIX_STATE_DIR="$3/state" NIX_LOG_DIR="$3/log"
for file in nginx.conf haproxy.cfg docker-compose.yml; do
  nix --extra-experimental-features nix-command --option substitute false eval --raw --impure \
    --expr "(import $(dirname "$0")/main.nix { count = $1; }).\"$file\"" >"$2/$file"
done
