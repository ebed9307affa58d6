"""The project on standard input, simulated by mcprojsim.

As near as its model comes: every person is a resource of their own, a task may use as many of its
team as its staff says and has so much effort, its lognormal has the same 95 % quantile and starts
at 0. It also keeps a calendar, which it computes only a little further than the effort divided by
all people: where teams are unevenly busy it stops with an error. So durations are divided by 20.
Few iterations are made; the time per iteration counts.
"""
import contextlib
import io
import json
import math
import sys
import time

if __name__ == "__main__":
    from mcprojsim.models.project import Project
    from mcprojsim.simulation.engine import SimulationEngine

    project = json.load(sys.stdin)
    names = [[f"t{team}p{person}" for person in range(people)] for team, people in enumerate(project["people"])]
    tasks = []
    for idx, initiative in enumerate(project["initiatives"]):
        low, high = initiative["takes"]
        staff = sum(people for _, people in initiative["staff"])
        mu = math.log(low * high) / 2
        sigma = math.log(high / low) / (2 * 1.6448536269514722)
        hours = 8 * staff / 20
        tasks.append({
            "id": f"i{idx}", "name": f"i{idx}",
            "dependencies": [f"i{after}" for after in sorted(set(initiative["after"]))],
            "estimate": {"distribution": "lognormal", "low": 0.0, "unit": "hours",
                         "expected": hours * math.exp(mu - sigma * sigma), "high": hours * high},
            "resources": [name for team, _ in initiative["staff"] for name in names[team]],
            "max_resources": staff,
        })
    model = Project.model_validate({
        "project": {"name": "bench", "start_date": "2026-03-02"},
        "tasks": tasks,
        "resources": [{"name": name} for team in names for name in team],
    })
    iterations = 200
    with contextlib.redirect_stdout(io.StringIO()):
        engine = SimulationEngine(iterations=iterations, random_seed=1, show_progress=False)
        begin = time.perf_counter()
        engine.run(model)
        elapsed = time.perf_counter() - begin
    print("mcprojsim, one worker", elapsed, iterations, sep="\t")
