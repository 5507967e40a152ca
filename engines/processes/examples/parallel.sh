#!/bin/bash
# All processors of this machine, or of those in a list for --sshlogin, by GNU parallel: ./parallel.sh work.mjs run
set -euo pipefail
work=$1 run=$2
mkdir -p "$run"
jobs=$(npx mercer-plan "$work" "$run/plan.json")
seq 0 $((jobs - 1)) | parallel --retries 3 --joblog "$run/log" --resume-failed npx mercer-map "$run/plan.json" "$run/parts" {}
npx mercer-reduce "$run/plan.json" "$run/parts" --out "$run/model.json"
