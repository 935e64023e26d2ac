"""``python -m tests.storm``: many runs on all processors, or one case again."""

from __future__ import annotations

import argparse
import os
import shlex
import signal
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tests.storm.drawing import read_case
from tests.storm.faults import FAULTS, Found, find
from tests.storm.processes import ProcessOutcome, run_process
from tests.storm.results import Result, run_cases
from tests.storm.run import storm

_CHUNK = 250


def _say(*lines: object) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def _run(seed: str, shrinks: int, start_and_end: tuple[int, int]) -> Result:
    return run_cases(seed, range(*start_and_end), shrinks=shrinks)


def many(seed: str, runs: int, jobs: int, first: int = 0, shrinks: int = 1) -> Result:
    """Run a storm in several processes."""
    chunks = [(start, min(start + _CHUNK, first + runs)) for start in range(first, first + runs, _CHUNK)]
    result = Result()
    with ProcessPoolExecutor(jobs) as pool:
        for part in pool.map(partial(_run, seed, shrinks), chunks):
            result.add(part)
    return result


def main() -> int:
    """Parse the arguments and run; the exit status is 1 if something failed."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # Commands in a shell's background ignore Ctrl-C, and so would the processes that are started here.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    parser = argparse.ArgumentParser(prog="python -m tests.storm", description=__doc__)
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--seed", default=os.environ.get("STORM_SEED", "storm"))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--shrinks", type=int, default=1, help="number of failures of a kind to shrink, for each 250 runs"
    )
    parser.add_argument("--processes", type=int, default=0, help="number of real processes in addition to the runs")
    parser.add_argument("--process", metavar="SEED:NUMBER", help="run one of them again")
    parser.add_argument("--faults", nargs="*", metavar="NAME", help="restore known faults, all or these, and find each")
    parser.add_argument("--case", help="a line of JSON, or SEED:NUMBER")
    arguments = parser.parse_args()
    if arguments.case:
        with storm() as runner:
            outcome = runner.run(read_case(arguments.case))
        _say(f"exit status {outcome.status}, expected {sorted(outcome.allowed)} {outcome.false_red} {outcome.misread}")
        _say(*outcome.problems)
        return bool(outcome.problems)
    if arguments.faults is not None:
        return _faults(arguments.faults or list(FAULTS), arguments.seed, arguments.runs, arguments.jobs)
    if arguments.process:
        seed, _, number = arguments.process.rpartition(":")
        return _processes(seed, range(int(number), int(number) + 1), 1)
    start = time.perf_counter()
    result = many(arguments.seed, arguments.runs, arguments.jobs, arguments.first, arguments.shrinks)
    seconds = time.perf_counter() - start
    _say(*result.lines())
    _say(f"{result.runs / seconds:.0f} runs a second")
    failed = _processes(arguments.seed, range(arguments.processes), arguments.jobs)
    return bool(result.problems) or failed


def _find(seed: str, most: int, name: str) -> Found | str:
    try:
        return find(name, seed, most)
    except LookupError as error:
        return str(error)


def _faults(names: list[str], seed: str, most: int, jobs: int) -> bool:
    """Find each fault within this number of runs, and report by which problem."""
    missed = 0
    with ProcessPoolExecutor(jobs) as pool:
        for name, found in zip(names, pool.map(partial(_find, seed, most), names), strict=True):
            what = f"{name} ({FAULTS[name].what})"
            if isinstance(found, str) or not found.problem:
                missed += 1
                _say(f"MISSED {what}: {found if isinstance(found, str) else f'not within {found.runs} runs'}")
            else:
                _say(f"found {what} in run {found.runs}: {found.problem}", f"  STORM_CASE={shlex.quote(found.line)}")
    _say(f"{len(names) - missed} of {len(names)} faults found")
    return missed > 0


def _process(seed: str, number: int) -> ProcessOutcome:
    with storm() as runner:
        return run_process(runner, seed, number)


def _processes(seed: str, numbers: range, jobs: int) -> bool:
    """Run real processes and report what failed."""
    outcomes = []
    with ProcessPoolExecutor(jobs) as pool:
        for outcome in pool.map(partial(_process, seed), numbers):
            outcomes.append(outcome)
            for problem in outcome.problems:
                _say(f"FAILED: {problem}\n  {outcome.line}")
    reds = Counter(outcome.false_red for outcome in outcomes if outcome.false_red)
    if outcomes:
        _say(
            f"{len(outcomes)} processes, {sum(bool(outcome.problems) for outcome in outcomes)} failed, false reds: {dict(reds)}"
        )
    return any(outcome.problems for outcome in outcomes)


if __name__ == "__main__":
    sys.exit(main())
