"""``python -m tests.systems [FOLDER] [NAME …]``: how each log of a folder is read, and the exit statuses beside its job's counts.

The exit status is 0 if each log is read exactly and judged rightly. Another folder has its logs and truths in the same form;
see ``judge.py``.

With ``--changed``, it shows how logs are judged whose columns stand in another order, or whose level words are invented ones that
are declared: whether the exit statuses stay as they were, and whether the findings are read exactly. The exit status is
0 if all verdicts stay.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.systems.changed import LOGS, WORDS, Outcome, find_names, judge_changes
from tests.systems.judge import Verdict, judge
from tests.systems.unchanged import UNCHANGED

FOLDER = LOGS / "systems"


def row(verdict: Verdict) -> str:
    """Show a verdict as a row of the table."""
    truth = verdict.truth
    found, named = verdict.rules
    return (
        f"{verdict.name:<26} {truth.count('error'):>2} {truth.count('warning'):>2} {len(verdict.findings):>5} "
        f"{verdict.recall:>6.2f} {verdict.precision:>9.2f} {'right' if verdict.has_severities else 'wrong':<8} "
        f"{f'{found}/{named}' if named else '':<5} {verdict.alone:>5} {verdict.right:>5} {verdict.wrong:>5} {verdict.zero:>4} "
        f"{'read' if verdict.is_read else '':<4} {'judged' if verdict.is_judged else '':<6}"
        f"{' FALSE GREEN' if verdict.is_false_green else ''}"
    ).rstrip()


def total(verdicts: Iterable[Verdict]) -> str:
    """Sum up: logs that are exact, recall and precision on average and over all entries, false greens."""
    judged = list(verdicts)
    named = [verdict for verdict in judged if verdict.truth.severities]
    entries = sum(len(verdict.truth.severities) for verdict in judged)
    hits = sum(len(verdict.hit) for verdict in judged)
    counted = [(verdict, each) for verdict in judged for each in verdict.counted]
    true = sum(verdict.truth.entry_at(each.line) is not None for verdict, each in counted)
    return (
        f"{sum(v.is_read and v.is_judged for v in judged)} of {len(judged)} logs are exact; "
        f"recall {sum(v.recall for v in named) / (len(named) or 1):.3f} a log, {hits / (entries or 1):.3f} of {entries} entries; "
        f"precision {sum(v.precision for v in judged) / (len(judged) or 1):.3f} a log, "
        f"{true / (len(counted) or 1):.3f} of {len(counted)} findings; "
        f"false greens {sum(v.is_false_green for v in judged)}"
    )


def row_of_change(outcome: Outcome) -> str:
    """Show what became of a verdict as a row of the table."""
    before, after = outcome.before, outcome.after
    exact = "exact" if outcome.is_exact else "" if outcome.was_exact else "as ever"
    return (
        f"{outcome.name:<26} {outcome.change:<5} {'kept' if outcome.is_kept else 'OTHER':<5} {exact:<7} {after.recall:>6.2f} "
        f"{after.precision:>9.2f} {before.alone:>2} {before.right:>2} -> "
        f"{after.alone:>2} {after.right:>2} {after.wrong:>2} {after.zero:>2}"
        f"{'  FALSE GREEN' if after.is_false_green else ''}"
    )


def total_of_changes(title: str, outcomes: Sequence[Outcome]) -> str:
    """Sum up: verdicts that stay, logs that are exact, false greens."""
    kept, exact = sum(each.is_kept for each in outcomes), sum(each.is_exact for each in outcomes)
    green = sum(each.after.is_false_green for each in outcomes)
    logs = len({each.name for each in outcomes})
    return f"{title}: {logs} logs, {len(outcomes)} changes; {kept} keep the verdict, {exact} are exact; false greens {green}"


def show_changes(folder: Path, names: Sequence[str]) -> int:
    """Judge all changes of logs and print the table."""
    outcomes: list[Outcome] = []
    for name in names or find_names(folder):
        for outcome in judge_changes(name, folder):
            outcomes.append(outcome)
            sys.stdout.write(f"{row_of_change(outcome)}\n")
            sys.stdout.flush()
    renamed = [each for each in outcomes if each.change == WORDS]
    permuted = [each for each in outcomes if each.change != WORDS]
    sys.stdout.write(f"{total_of_changes('other words', renamed)}\n{total_of_changes('other orders', permuted)}\n")
    if folder == LOGS and not names:
        sys.stdout.writelines(f"no change, {len(logs)} logs: {reason}\n" for reason, logs in UNCHANGED.items())
    return not all(each.is_kept for each in outcomes)


def main() -> int:
    """Judge the logs and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.systems", description=__doc__)
    parser.add_argument("--changed", action="store_true")
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
    parser.add_argument("names", nargs="*", metavar="NAME")
    arguments = parser.parse_args()
    if arguments.changed:
        return show_changes(arguments.folder or LOGS, arguments.names)
    folder = arguments.folder or FOLDER
    names = arguments.names or sorted(file.stem for file in folder.glob("*.json"))
    sys.stdout.write(
        f"{'log':<26} {'E':>2} {'W':>2} {'found':>5} {'recall':>6} {'precision':>9} severity rules alone right wrong zero\n"
    )
    verdicts = []
    for name in names:
        verdicts.append(judge((folder / f"{name}.log").absolute()))
        sys.stdout.write(f"{row(verdicts[-1])}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{total(verdicts)}\n")
    return not all(verdict.is_read and verdict.is_judged for verdict in verdicts)


if __name__ == "__main__":
    sys.exit(main())
