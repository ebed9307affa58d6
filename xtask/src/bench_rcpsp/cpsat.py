"""The plain model in OR-Tools CP-SAT: one interval per activity, one cumulative per resource, precedences.

Called with seconds, workers and Patterson files; prints one line per file: its name, then the starts.
A file without a schedule in time gets a name alone.
"""

import sys

from ortools.sat.python import cp_model


def read(path):
    numbers = iter(int(float(word)) for word in open(path).read().split())
    count, resources = next(numbers), next(numbers)
    capacities = [next(numbers) for _ in range(resources)]
    durations, demands, successors = [], [], []
    for _ in range(count):
        durations.append(next(numbers))
        demands.append([next(numbers) for _ in range(resources)])
        successors.append([next(numbers) - 1 for _ in range(next(numbers))])
    return capacities, durations, demands, successors


def solve(path, seconds, workers):
    capacities, durations, demands, successors = read(path)
    horizon = sum(durations)
    model = cp_model.CpModel()
    starts = [model.new_int_var(0, horizon, "") for _ in durations]
    intervals = [model.new_fixed_size_interval_var(s, d, "") for s, d in zip(starts, durations)]
    for i, behind in enumerate(successors):
        for j in behind:
            model.add(starts[j] >= starts[i] + durations[i])
    for r, capacity in enumerate(capacities):
        users = [i for i in range(len(durations)) if demands[i][r] > 0]
        model.add_cumulative([intervals[i] for i in users], [demands[i][r] for i in users], capacity)
    makespan = model.new_int_var(0, horizon, "")
    for start, duration in zip(starts, durations):
        model.add(makespan >= start + duration)
    model.minimize(makespan)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    status = solver.solve(model)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return [solver.value(start) for start in starts]
    return []


if __name__ == "__main__":
    for path in sys.argv[3:]:
        print(path, *solve(path, float(sys.argv[1]), int(sys.argv[2])), flush=True)
