#!/usr/bin/env bash
# Puts DynamoDB Local (it ships inside the npm package amplify-dynamodb-simulator) under .local/tools, for the store contract suite and the hybrid mode.
set -euo pipefail
cd "$(dirname "$0")/.."
target=.local/tools/dynamodb-local
[ -f "$target/DynamoDBLocal.jar" ] && exit 0
mkdir -p .local/tools
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm pack amplify-dynamodb-simulator@2.9.30 --silent --pack-destination "$work" >/dev/null
tar xzf "$work"/*.tgz -C "$work" package/emulator
rm -rf "$target"
mv "$work/package/emulator" "$target"
