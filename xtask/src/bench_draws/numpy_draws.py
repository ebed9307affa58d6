"""The project on standard input, simulated with numpy in two ways.

One draw after the other is what most people would write. All draws at once takes one step per
moment of the busiest draw, in arrays with one row per draw: the fastest that plain numpy allows.
"""
import heapq
import json
import sys
import time

import numpy as np

project = json.load(sys.stdin)
initiatives = project["initiatives"]
n, n_draws, n_teams = len(initiatives), project["draws"], len(project["people"])
people = np.array(project["people"], dtype=np.int32)
low, high = np.array([i["takes"] for i in initiatives]).T
mu, sigma = np.log(low * high) / 2, np.log(high / low) / (2 * 1.6448536269514722)
team = np.array([i["staff"][0][0] for i in initiatives])
staff = np.zeros((n, n_teams), dtype=np.int32)
for idx, initiative in enumerate(initiatives):
    for t, needed in initiative["staff"]:
        staff[idx, t] += needed
after = [sorted(set(i["after"])) for i in initiatives]
before = [[b for b in range(n) if a in after[b]] for a in range(n)]


def durations(draws, seed):
    random = np.random.default_rng(seed)
    c = project["correlation"]
    shared = random.standard_normal((draws, n_teams))[:, team]
    own = random.standard_normal((draws, n))
    return np.exp(mu + sigma * (np.sqrt(c) * shared + np.sqrt(1 - c) * own))


def one_after_the_other(takes):
    starts, finishes = np.empty_like(takes), np.empty_like(takes)
    needs = [i["staff"] for i in initiatives]
    for draw, row in enumerate(takes.tolist()):
        free = people.tolist()
        n_open = [len(a) for a in after]
        ready = [idx for idx in range(n) if not n_open[idx]]
        running, now = [], 0.0
        while True:
            waiting = []
            for idx in ready:
                if all(free[t] >= needed for t, needed in needs[idx]):
                    for t, needed in needs[idx]:
                        free[t] -= needed
                    starts[draw, idx], finishes[draw, idx] = now, now + row[idx]
                    heapq.heappush(running, (now + row[idx], idx))
                else:
                    waiting.append(idx)
            ready = waiting
            if not running:
                break
            now = running[0][0]
            while running and running[0][0] == now:
                idx = heapq.heappop(running)[1]
                for t, needed in needs[idx]:
                    free[t] += needed
                for b in before[idx]:
                    n_open[b] -= 1
                    if not n_open[b]:
                        ready.append(b)
            ready.sort()
    return starts, finishes


def all_at_once(takes):
    draws = len(takes)
    starts = np.full((n, draws), np.inf)
    finishes = np.full((n, draws), np.inf)
    takes = np.ascontiguousarray(takes.T)
    free = np.repeat(people[:, None], draws, axis=1)
    n_open = np.repeat(np.array([len(a) for a in after])[:, None], draws, axis=1)
    pending = np.ones((n, draws), dtype=bool)
    busy_until = np.full((n, draws), np.inf)
    now = np.zeros(draws)
    while True:
        for idx in range(n):
            can = pending[idx] & (n_open[idx] == 0)
            for t, needed in initiatives[idx]["staff"]:
                can &= free[t] >= needed
            if can.any():
                for t, needed in initiatives[idx]["staff"]:
                    free[t] -= needed * can
                pending[idx] &= ~can
                finish = now + takes[idx]
                starts[idx, can] = now[can]
                finishes[idx, can] = finish[can]
                busy_until[idx, can] = finish[can]
        now = busy_until.min(axis=0)
        if np.isinf(now).all():
            return starts.T, finishes.T
        for idx in range(n):
            done = busy_until[idx] == now
            done &= ~np.isinf(now)
            if done.any():
                busy_until[idx, done] = np.inf
                for t, needed in initiatives[idx]["staff"]:
                    free[t] += needed * done
                for b in before[idx]:
                    n_open[b] -= done


def measure(name, simulate, draws):
    begin = time.perf_counter()
    starts, finishes = simulate(durations(draws, 1))
    when = np.quantile(finishes.max(axis=1), [0.5, 0.8, 0.95])
    np.quantile(starts, [0.5, 0.8], axis=0), np.quantile(finishes, [0.5, 0.8], axis=0)
    print(name, time.perf_counter() - begin, draws, sep="\t")
    print("P50 {:.2f}, P80 {:.2f}, P95 {:.2f}".format(*when))


measure("numpy, one draw after the other", one_after_the_other, min(n_draws, 2000))
measure("numpy, all draws at once", all_at_once, min(n_draws, 10000))
