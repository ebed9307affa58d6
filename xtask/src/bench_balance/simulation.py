"""Finding a business by trial and error, written plainly: one function, one draw.

It shares no code with Offing and draws its own luck, so that its figures check Offing's within chance.
"""

import itertools
import json
import math
import random


class World:
    """A model as plain data, read from the file that the benchmark writes."""

    def __init__(self, path):
        with open(path) as file:
            data = json.load(file)
        self.__dict__.update(data)
        self.rate = math.log1p(self.discount) / 365.25
        done = {node for item in self.items if item["done"] for node in item["delivers"]}
        for at, node in enumerate(self.nodes):
            if at in done:
                node["chance"] = 1.0
        self.open = [at for at, item in enumerate(self.items) if item["open"]]
        self.can = {}
        for at in self.open:
            self.can[at] = self._can_be_done(at)
        self.ways = [self._ways(outcome) for outcome in self.outcomes]

    def _can_be_done(self, at):
        item = self.items[at]
        if item["takes"] is None:
            return False
        if item["running"]:
            return True
        if any(people > self.teams[team] + 1e-9 for team, people in item["staff"]):
            return False
        return all(
            self.items[before]["done"] or (self.items[before]["open"] and self._can_be_done(before))
            for before in item["after"]
        )

    def closure(self, at):
        found, todo = set(), [at]
        while todo:
            item = todo.pop()
            if item not in found:
                found.add(item)
                todo += [before for before in self.items[item]["after"] if not self.items[before]["done"]]
        return found

    def holds(self, node, exists, memo):
        """Whether a node holds, given which nodes exist."""
        if node not in memo:
            memo[node] = exists(node) and all(self._need(need, exists, memo) for need in self.nodes[node]["needs"])
        return memo[node]

    def _need(self, need, exists, memo):
        if isinstance(need, int):
            return self.holds(need, exists, memo)
        wants, parts = need
        return sum(self._need(part, exists, memo) for part in parts) >= wants

    def enabled(self, outcome, delivered, there, day):
        def exists(node):
            known = self.nodes[node]
            date = known["date"]
            return node in there or node in delivered or (date is not None and date <= day)

        return self.holds(outcome["node"], exists, {})

    def _ways(self, outcome):
        """Minimal closed sets of work that open an outcome, for every state of the unknown, by trying all sets of
        single deliverers of the nodes below it."""
        below, todo = set(), [outcome["node"]]
        while todo:
            node = todo.pop()
            if node in below:
                continue
            below.add(node)
            flat = list(self.nodes[node]["needs"])
            while flat:
                need = flat.pop()
                if isinstance(need, int):
                    todo.append(need)
                else:
                    flat += need[1]
        useful = [at for at in self.open if self.can[at] and below & set(self.items[at]["delivers"])]
        sure = {node for node in below if self.nodes[node]["chance"] >= 1.0}
        unknown = [node for node in below if 0.0 < self.nodes[node]["chance"] < 1.0]
        ways = []
        for size in range(len(useful) + 1):
            for chosen in itertools.combinations(useful, size):
                closed = set().union(*[self.closure(at) for at in chosen]) if chosen else set()
                delivered = {node for at in closed for node in self.items[at]["delivers"]}
                for count in range(len(unknown) + 1):
                    for lucky in itertools.combinations(unknown, count):
                        if any(way <= closed and luck <= set(lucky) for way, luck in ways):
                            continue
                        if self.enabled(outcome, delivered, sure | set(lucky), self.runway):
                            ways.append((closed, set(lucky)))
        return ways


def value_of(dist, score):
    return dist[0] if len(dist) == 1 else math.exp(dist[0] + dist[1] * score)


def phi(z):
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def mean_left(dist, worked):
    if len(dist) == 1:
        return max(0.0, dist[0] - worked)
    mean = math.exp(dist[0] + 0.5 * dist[1] ** 2)
    if worked <= 0.0:
        return mean
    z = (math.log(worked) - dist[0]) / dist[1]
    return max(0.0, mean * phi(dist[1] - z) / phi(-z) - worked)


def drawn_left(dist, elapsed, score):
    """What is left of work that has been going on: a draw of its estimate known to exceed that."""
    if len(dist) == 1:
        return max(0.0, dist[0] - elapsed)
    if elapsed <= 0.0:
        return value_of(dist, score)
    known = phi((math.log(elapsed) - dist[0]) / dist[1])
    share = known + (1.0 - known) * phi(score)
    low, high = -12.0, 12.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if phi(middle) < share else (low, middle)
    return max(0.0, value_of(dist, low) - elapsed)


def draw(world, seed):
    """Lives through one future, and returns what came of it."""
    luck = random.Random(seed)
    items, outcomes = world.items, world.outcomes
    team_score = [luck.gauss(0.0, 1.0) for _ in world.teams]
    left, succeeds, right = {}, {}, {}
    for at in world.open:
        item = items[at]
        own, share = luck.gauss(0.0, 1.0), world.correlation
        score = own
        if item["staff"]:
            score = math.sqrt(share) * team_score[item["staff"][0][0]] + math.sqrt(1.0 - share) * own
        left[at] = drawn_left(item["takes"], item["elapsed"], score) if item["takes"] else math.inf
        succeeds[at] = luck.random() < item["odds"]
        right[at] = luck.random() < (item["tests"][1] if item["tests"] else 0.5)
    business = [luck.random() < outcome["odds"] for outcome in outcomes]
    learn = [value_of(outcome["learn"], luck.gauss(0.0, 1.0)) for outcome in outcomes]
    worth = [value_of(outcome["value"], luck.gauss(0.0, 1.0)) for outcome in outcomes]
    there = {at for at, node in enumerate(world.nodes) if luck.random() < node["chance"]}

    now, order = 0.0, [at for at in world.order if at in left]
    order += [at for at in world.open if at not in order]
    active = set(world.order)
    belief = [outcome["odds"] for outcome in outcomes]
    worked = {at: items[at]["elapsed"] for at in world.open}
    running = {at: 0.0 for at in world.open if items[at]["running"]}
    paused, done, failed, delivered = set(), set(), set(), set()
    free = list(world.teams)
    for at in running:
        for team, people in items[at]["staff"]:
            free[team] -= people
    enabled, out, tried = {}, set(), set()
    dates = sorted({node["date"] for node in world.nodes if node["date"] is not None})

    def look():
        for at, outcome in enumerate(outcomes):
            if at not in enabled and world.enabled(outcome, delivered, there, now):
                enabled[at] = now

    def way(outcome):
        if outcome in enabled:
            return set()
        best = None
        for closed, lucky in world.ways[outcome]:
            if closed & failed or not lucky <= there:
                continue
            rest = closed - done
            price = (sum(items[at]["cost"] for at in rest), sum(mean_left(items[at]["takes"], items[at]["elapsed"]) for at in rest), len(rest), sorted(rest))
            if best is None or price < best[0]:
                best = (price, rest)
        return None if best is None else best[1]

    def ready(at, finished):
        before = items[at]["after"]
        return all(items[b]["done"] or b in finished for b in before)

    def days_ahead(rest):
        people, going, finished, clock = list(world.teams), {}, set(done), 0.0

        def remaining(at):
            begun = now - running[at] if at in running else 0.0
            return mean_left(items[at]["takes"], worked[at] + begun)

        for at in rest:
            if at in running:
                going[at] = remaining(at)
                for team, count in items[at]["staff"]:
                    people[team] -= count
        waiting = [at for at in order if at in rest and at not in going]
        while waiting or going:
            for at in list(waiting):
                begun = at in paused
                if (begun or ready(at, finished)) and all(people[t] >= n - 1e-9 for t, n in items[at]["staff"]):
                    waiting.remove(at)
                    going[at] = clock + remaining(at)
                    for team, count in items[at]["staff"]:
                        people[team] -= count
            if not going:
                return math.inf
            clock = min(going.values())
            for at in [at for at, end in going.items() if end <= clock]:
                del going[at]
                finished.add(at)
                for team, count in items[at]["staff"]:
                    people[team] += count
        return clock

    def index(outcome):
        known = outcomes[outcome]
        if outcome in enabled:
            return enabled[outcome], belief[outcome] * known["mean_value"]
        rest = way(outcome)
        if rest is None:
            return math.inf, 0.0
        days = days_ahead(rest)
        got = delivered | {node for at in rest for node in items[at]["delivers"]}
        for date in [now] + [date for date in dates if date > now]:
            if world.enabled(known, got, there, date):
                days = max(days, date - now)
                break
        return now + days, belief[outcome] * known["mean_value"] * math.exp(-world.rate * days)

    def best(other_than):
        found = None
        for at, outcome in enumerate(outcomes):
            if at == other_than or at in out:
                continue
            day, worth_it = index(at)
            until = math.inf if outcome["until"] is None else outcome["until"]
            in_time = day <= until and max(now, day) + outcome["mean_learn"] <= world.runway
            if in_time and (found is None or worth_it > found[1]):
                found = (at, worth_it)
        return found

    def pursue(outcome, turn):
        nonlocal order
        rest = way(outcome)
        if rest is not None:
            tried.add(outcome)
        rest = rest or set()
        if turn or rest - active:
            active.update(rest)
            order = [at for at in order if at in rest] + [at for at in order if at not in rest]
        if turn:
            for at in [at for at in running if at not in rest]:
                spent = now - running.pop(at)
                worked[at] += spent
                left[at] = max(0.0, left[at] - spent)
                paused.add(at)
                for team, people in items[at]["staff"]:
                    free[team] += people
        return now + learn[outcome] if outcome in enabled else None

    look()
    pursued = world.chosen
    if pursued is None:
        first = best(None)
        if first is None:
            return {"find": 0, "value": 0.0, "tries": 0, "chosen": math.inf}
        pursued = first[0]
    chosen = pursued
    learned = pursue(pursued, False)
    answers = []

    def result(find):
        value = worth[pursued] * math.exp(-world.rate * enabled[pursued]) if find else 0.0
        return {"find": int(find), "value": value, "tries": len(tried), "chosen": enabled.get(chosen, math.inf)}

    while True:
        until = math.inf if outcomes[pursued]["until"] is None else outcomes[pursued]["until"]
        if pursued in enabled and learned is None:
            learned = now + learn[pursued]
        if learned is not None and learned <= now:
            if business[pursued] and enabled[pursued] <= until:
                return result(True)
            out.add(pursued)
        changed = False
        for at in answers:
            outcome, accuracy = items[at]["tests"]
            yes = business[outcome] == right[at]
            p = belief[outcome]
            a, b = (accuracy, 1.0 - accuracy) if yes else (1.0 - accuracy, accuracy)
            seen = p * a + (1.0 - p) * b
            if accuracy != 0.5 and seen > 0.0 and p * a / seen != p:
                belief[outcome] = p * a / seen
                changed = True
        answers = []
        while True:
            until = math.inf if outcomes[pursued]["until"] is None else outcomes[pursued]["until"]
            if pursued not in enabled and now >= until:
                out.add(pursued)
            lost = pursued in out or way(pursued) is None
            if not (lost or changed):
                break
            other = best(pursued)
            if lost and other is None:
                return result(False)
            changed_now, changed = changed, False
            if lost or (other is not None and other[1] > index(pursued)[1]):
                pursued = other[0]
                learned = pursue(pursued, True)
            else:
                break
        for at in order:
            may = at in active and at not in running and at not in done and at not in failed and world.can[at]
            if may and (at in paused or ready(at, done)) and all(free[t] >= n - 1e-9 for t, n in items[at]["staff"]):
                running[at] = now
                paused.discard(at)
                for team, people in items[at]["staff"]:
                    free[team] -= people
        until = math.inf if outcomes[pursued]["until"] is None or pursued in enabled else outcomes[pursued]["until"]
        ends = {at: since + left[at] for at, since in running.items()}
        coming = [date for date in dates if date > now]
        nearest = min([*ends.values(), *coming[:1], math.inf if learned is None else learned, until])
        if nearest > world.runway or nearest == math.inf:
            now = world.runway
            return result(False)
        now = nearest
        for at in [at for at, end in ends.items() if end <= now]:
            del running[at]
            for team, people in items[at]["staff"]:
                free[team] += people
            if succeeds[at]:
                done.add(at)
                delivered.update(items[at]["delivers"])
                if items[at]["tests"]:
                    answers.append(at)
            else:
                failed.add(at)
        look()
