"""Spark starts a mercer-map for each partition and pipes indices into it: spark-submit spark.py PLAN FOLDER JOBS"""
import subprocess
import sys

from pyspark.sql import SparkSession

plan, folder, jobs = sys.argv[1], sys.argv[2], int(sys.argv[3])
context = SparkSession.builder.appName("mercer").getOrCreate().sparkContext
lines = context.parallelize(range(jobs), jobs).map(str).pipe(f"mercer-map {plan} {folder} -", checkCode=True).collect()
assert len({line.split()[0] for line in lines}) == jobs
subprocess.run(["mercer-reduce", plan, folder, "--out", f"{folder}/model.json"], check=True)
