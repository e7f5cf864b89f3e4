"""A season planned: 1,000 workplaces × 200 consultants. Goal: < 120 s and < 2 GB on two cores, mean travel ≤ 0.5 × naive,
not dearer than PyVRP after a naive assignment. Run: python benchmarks/dispatch.py SAMPLES [--times 1 3] [--seeds 1 2 3]

Beside it in the same run, under the same rules and the same checker: the naive dispatcher (workplaces in order, each to the
nearest consultant with room under the same cap of twice the fair share, every visit a trip of its own), and, where PyVRP can
be imported (it is no dependency), the same assignment with its days found by PyVRP. SAMPLES holds applicants.xlsx,
agencies.xlsx and consultants.xlsx; --times N plans N jittered copies of them to show growth (4: over 10,000 visits; goal ≤ 10 min).
Then, on the plan made, so many random cancellations and one-day illnesses are re-planned one by one (goal: 5 s, ≤ 5 % of visits moved).
--alone leaves the comparisons out.
"""

from __future__ import annotations

import argparse
import datetime as dt
import platform
import resource
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
import scipy

from jikim.rules.dispatching import Model, Season, Visit, check, replan, solve
from jikim.rules.dispatching.allot import Room, calendar_room
from jikim.rules.dispatching.capacity import fair_caps
from jikim.rules.dispatching.distances import Distances, distances
from jikim.rules.dispatching.pairing import Group
from jikim.rules.dispatching.schedule import timetable
from jikim.rules.dispatching.solve import visits_of
from jikim.shared.codes import days_without_visits
from jikim.shared.dispatch_files import read_files

try:
    import pyvrp
    import pyvrp.stop
except ImportError:
    pyvrp = None
PYVRP = f"PyVRP {version('pyvrp')}" if pyvrp else "no PyVRP"


def season_of(samples: Path, target: int) -> Model:
    read = read_files(*(samples / f"{name}.xlsx" for name in ("applicants", "agencies", "consultants")))
    season = Season(dt.date(2017, 4, 3), dt.date(2017, 11, 30), frozenset(day.on for day in days_without_visits(2017)))
    return Model(tuple(read.workplaces), tuple(read.agencies), tuple(read.consultants), season, target)


def grown(model: Model, times: int) -> Model:
    """So many copies of everybody, moved by a few kilometres."""
    chance = np.random.default_rng(2017)

    def copies(things: Sequence, name: str) -> tuple:
        return tuple(
            replace(one, **{name: f"{getattr(one, name)}-{n}"}, latitude=one.latitude + d[0], longitude=one.longitude + d[1])
            for n in range(times) for one in things if (d := chance.normal(0, 0.03 * (n > 0), 2)) is not None
        )  # fmt: skip

    agencies = tuple(replace(agency, visits_a_month=agency.visits_a_month * times) for agency in model.agencies)
    return replace(
        model, workplaces=copies(model.workplaces, "key"), consultants=copies(model.consultants, "name"), agencies=agencies,
        target=(model.target or 0) * times,
    )  # fmt: skip


def naive_owners(model: Model, road: Distances, caps: Sequence[int]) -> dict[int, int]:
    """Workplaces in order, each to the nearest consultant with room, until the target."""
    left, owners = np.array(caps), {}
    for w in range(len(model.workplaces)):
        able = np.flatnonzero(road.may[:, w] & (left > 0))
        if len(able) and len(owners) < (model.target or len(model.workplaces)):
            owners[w] = int(able[road.base[able, w].argmin()])
            left[owners[w]] -= 1
    return owners


def days_by_pyvrp(road: Distances, owners: dict[int, int], seed: int) -> list[Group]:
    """Each consultant's workplaces in routes of at most two."""
    held: dict[int, list[int]] = defaultdict(list)
    for w, c in owners.items():
        held[c].append(w)
    groups = []
    # two stops a day are a rule, not a wish
    firm = pyvrp.SolveParams(penalty=pyvrp.PenaltyParams(min_penalty=1e6, max_penalty=1e7))
    for c, own in sorted(held.items()):
        model = pyvrp.Model()
        spots = [model.add_location(0, 0) for _ in range(len(own) + 1)]
        model.add_depot(spots[0])
        for spot in spots[1:]:
            model.add_client(spot, delivery=1)
        model.add_vehicle_type(len(own), capacity=2)
        for at, w in enumerate(own, 1):
            model.add_edge(spots[0], spots[at], round(1000 * road.base[c, w]))
            model.add_edge(spots[at], spots[0], round(1000 * road.base[c, w]))
            for other, v in enumerate(own, 1):
                if v != w:
                    far = 1000 * road.between[w, v] if road.fits_a_day(c, w, v) else 2 * 10**6
                    model.add_edge(spots[at], spots[other], round(far))
        best = model.solve(stop=pyvrp.stop.MaxIterations(500), seed=seed, display=False, params=firm).best
        if not best.is_feasible():
            raise SystemExit(f"void: PyVRP found no feasible days for consultant {c}")
        # of a route's stops only clients count; the first and last are the base
        groups += [Group(c, tuple(own[stop.idx] for stop in list(route)[1:-1])) for route in best.routes()]
    return groups


def planned(model: Model, road: Distances, groups: Sequence[Group], room: Room) -> tuple[Visit, ...]:
    table = timetable(model, road, groups, room)
    if table.failed:
        raise SystemExit(f"void: {len(table.failed)} workplaces of the comparison found no dates")
    visits = visits_of(model, road, table.days, room)
    if found := check(model, visits):
        raise SystemExit(f"void: the comparison breaks {len(found)} rules, first {found[0]}")
    return visits


def line(name: str, visits: Sequence[Visit], seconds: float, more: str = "") -> float:
    mean = sum(visit.travel_km for visit in visits) / len(visits)
    print(f"  {name:<34} {len(visits) // 3:6,} workplaces   {mean:8.3f} km a visit   {seconds:7.1f} s{more}", flush=True)
    return mean


def replans(model: Model, plan: Sequence[Visit], many: int) -> None:
    """One workplace withdraws; one consultant is ill on one day."""
    chance = np.random.default_rng(2017)
    for name in ("cancellation", "day of illness"):
        seconds, moved, unproven = [], [], 0
        for _ in range(many):
            visit = plan[int(chance.integers(len(plan)))]
            if name == "cancellation":
                facts = replace(model, workplaces=tuple(w for w in model.workplaces if w.key != visit.workplace))
            else:
                people = (replace(c, days_off=c.days_off | {visit.on}) if c.name == visit.consultant else c for c in model.consultants)
                facts = replace(model, consultants=tuple(people))
            began = time.perf_counter()
            new = replan(facts, plan)
            seconds.append(time.perf_counter() - began)
            if found := check(facts, new.result.visits, before=plan):
                raise SystemExit(f"void: the re-plan breaks {len(found)} rules, first {found[0]}")
            moved.append(sum(change.kind == "moved" or (change.kind == "dropped" and change.workplace != visit.workplace) for change in new.changes))
            unproven += not new.proven
        print(f"  {many} re-plans after one {name:<16} median {np.median(seconds):.2f} s, longest {max(seconds):.2f} s; others' visits moved: "
              f"median {np.median(moved):.0f}, most {max(moved)} ({100 * max(moved) / len(plan):.2f} % of {len(plan):,}); {many - unproven} proven the fewest", flush=True)  # fmt: skip


def compare(model: Model, seeds: Sequence[int], again: int, alone: bool) -> None:
    road, room = distances(model), calendar_room(model)
    means, served = [], 0
    for seed in seeds:
        wall, cpu = time.perf_counter(), time.process_time()
        result = solve(model, seed=seed)
        taken = time.perf_counter() - wall
        if found := check(model, result.visits):
            raise SystemExit(f"void: {len(found)} breaches, first {found[0]}")
        served = result.served
        means.append(line(f"jikim, seed {seed}", result.visits, taken, f" ({time.process_time() - cpu:.1f} s of processor)   "
                          f"{100 * result.gap:.2f} % above the bound {result.lower_bound_km:,.0f} km, at most {result.most_possible:,} possible"))  # fmt: skip
    replans(model, result.visits, again)
    if alone:
        return
    trips_only = replace(model, season=replace(model.season, visits_a_day=1))
    for name, number in (("of the served", served), ("of the target", model.target or served)):
        began = time.perf_counter()
        owners = naive_owners(model, road, fair_caps(model, number))
        trips = [Group(c, (w,)) for w, c in owners.items()]
        if number == served:
            mean = line("naive", planned(trips_only, road, trips, room), time.perf_counter() - began)
            kept = owners
        else:  # a looser cap than the rule the checker keeps: kilometres only
            mean = sum(2 * road.base[c, w] for w, c in owners.items()) / len(owners)
        print(f"    ratio to naive, cap twice the fair share {name}: " + ", ".join(f"{own / mean:.4f}" for own in means))
    if pyvrp is not None:
        began = time.perf_counter()
        groups = days_by_pyvrp(road, kept, seeds[0])
        mean = line(f"{PYVRP} after naive", planned(model, road, groups, room), time.perf_counter() - began)
        print("    ratio to PyVRP after naive: " + ", ".join(f"{own / mean:.4f}" for own in means))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("samples", type=Path)
    asked.add_argument("--target", type=int, default=1000)
    asked.add_argument("--times", type=int, nargs="+", default=[1, 3])
    asked.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    asked.add_argument("--replans", type=int, default=10)
    asked.add_argument("--alone", action="store_true")
    options = asked.parse_args()
    print(f"python {platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__} (HiGHS), {platform.machine()}, {PYVRP}")  # fmt: skip
    for times in options.times:
        model = season_of(options.samples, options.target)
        model = grown(model, times) if times > 1 else model
        print(f"{len(model.workplaces):,} eligible workplaces, target {model.target:,}, {len(model.consultants):,} consultants")
        compare(model, options.seeds if times == 1 else options.seeds[:1], options.replans, options.alone)
        print(f"  peak memory so far {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB")


if __name__ == "__main__":
    main()
