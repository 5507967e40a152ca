#!/bin/bash
# Submits a plan as a Slurm array and its reduction after it: ./slurm.sh work.mjs /shared/run
# The folder must be on a file system that all nodes see. What is resubmitted runs only what is missing.
set -euo pipefail
work=$1 run=$2 at_once=100
mkdir -p "$run"
jobs=$(npx mercer-plan "$work" "$run/plan.json")
array=$(sbatch --parsable --array="0-$((jobs - 1))%$at_once" --cpus-per-task=1 --mem=1G --time=01:00:00 --requeue \
  --output="$run/%A_%a.log" --wrap "npx mercer-map '$run/plan.json' '$run/parts'")
sbatch --dependency="afterok:$array" --cpus-per-task=1 --mem=4G --time=01:00:00 \
  --output="$run/reduce.log" --wrap "npx mercer-reduce '$run/plan.json' '$run/parts' --out '$run/model.json'"
