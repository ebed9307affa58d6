"""Runs the plain simulation as a model of `ema_workbench`: one experiment is one future."""

import json
import logging
import sys
import time

import numpy
from ema_workbench import RealParameter, Model, ScalarOutcome, SequentialEvaluator, ema_logging

from simulation import World, draw

world = World(sys.argv[1])
n = int(sys.argv[2])


def future(future=0.0):
    return draw(world, int(future * 2**53))


model = Model("balance", function=future)
model.uncertainties = [RealParameter("future", 0.0, 1.0)]
model.outcomes = [ScalarOutcome(name) for name in ("find", "value", "tries", "chosen")]
ema_logging.log_to_stderr(logging.ERROR)

start = time.perf_counter()
with SequentialEvaluator(model) as evaluator:
    experiments, outcomes = evaluator.perform_experiments(n)
per_second = n / (time.perf_counter() - start)

start = time.perf_counter()
for seed in range(n):
    draw(world, seed)
alone = n / (time.perf_counter() - start)

print(
    json.dumps(
        {
            "per_second": per_second,
            "alone": alone,
            "find": float(numpy.mean(outcomes["find"])),
            "value": float(numpy.mean(outcomes["value"])),
            "tries": float(numpy.mean(outcomes["tries"])),
            "chosen_p50": float(numpy.quantile(outcomes["chosen"], 0.5)),
        }
    )
)
