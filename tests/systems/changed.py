"""Judge logs after a change that says the same: their columns in another order, or their level words replaced by invented ones.

The invented words are declared. Where the columns and the levels are stands in ``layouts.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support import REPOSITORY
from tests.systems.columns import Layout, name_levels
from tests.systems.judge import Truth, Verdict, judge
from tests.systems.layouts import FURTHER, LAYOUTS

LOGS = REPOSITORY / "tests" / "logs"
#: Seeds for the order of columns.
ORDERS = (1, 2, 3)
WORDS = "words"
_NOT_JUDGED = 10


@dataclass(frozen=True)
class Outcome:
    """How a log was judged before and after a change, which is ``words`` or the seed of an order."""

    name: str
    change: str
    before: Verdict
    after: Verdict

    @property
    def is_exact(self) -> bool:
        """Whether the findings are the truth, and the exit statuses follow from it."""
        return self.after.is_read and self.after.is_judged

    @property
    def was_exact(self) -> bool:
        """Whether that was so before the change."""
        return self.before.is_read and self.before.is_judged

    @property
    def is_kept(self) -> bool:
        """Whether the verdict is the same, alone and beside right counts; one that was not judged may be now, if it is exact."""
        before, after = self.before, self.after
        statuses = ((before.alone, after.alone), (before.right, after.right))
        return all(now == then or (then == _NOT_JUDGED and self.is_exact) for then, now in statuses)


def find_names(folder: Path = LOGS) -> list[str]:
    """Return the names of a folder's logs whose layouts are known."""
    known = LAYOUTS if folder == LOGS else LAYOUTS | FURTHER
    return [name for name in sorted(known) if next(folder.glob(f"**/{name}.*"), None)]


def find_all_names() -> list[str]:
    """Return the names of the logs of this project whose truth is known."""
    truths = [*LOGS.glob("*.expected.json"), *LOGS.glob("systems/*.json")]
    return sorted(truth.name.removesuffix(".json").removesuffix(".expected") for truth in truths)


def find_log(name: str, folder: Path = LOGS) -> tuple[Path, Truth]:
    """Return the log of a name, and what a person reads in it."""
    expected = folder / f"{name}.expected.json"
    if expected.exists():
        return next(path for path in folder.glob(f"{name}.*") if path != expected), Truth.expected(expected)
    log = next(folder.glob(f"**/{name}.log"))
    return log, Truth.read(log.with_suffix(".json"))


@cache
def judge_unchanged(name: str, folder: Path = LOGS) -> Verdict:
    """Judge a log as it is."""
    return judge(*find_log(name, folder))


def has_words(name: str, folder: Path = LOGS) -> bool:
    """Whether a log has level words to replace; letters, numbers and marks are none."""
    log, _ = find_log(name, folder)
    return any(len(word) > 1 for _, word in _layout(name).words(log.read_text(encoding="utf-8")))


def find_orders(name: str, folder: Path = LOGS) -> list[int]:
    """Return the seeds that put the columns of a log in orders of their own; two columns have one other order."""
    permute = _layout(name).permute
    if permute is None:
        return []
    text = find_log(name, folder)[0].read_text(encoding="utf-8")
    permuted = {permute(text, seed).text: seed for seed in reversed(ORDERS)}
    return sorted(permuted.values())


def judge_permuted(name: str, seed: int, folder: Path = LOGS) -> Outcome:
    """Judge a log with its columns in another order."""
    log, truth = find_log(name, folder)
    permute = _layout(name).permute
    if permute is None:
        raise ValueError(name)
    permuted = permute(log.read_text(encoding="utf-8"), seed)
    after = _judge_text(log.name, permuted.text, truth.moved(permuted.lines))
    return Outcome(name, str(seed), judge_unchanged(name, folder), after)


def judge_renamed(name: str, folder: Path = LOGS, *, is_declared: bool = True) -> Outcome:
    """Judge a log with invented level words, which are declared or not."""
    log, truth = find_log(name, folder)
    renamed, declaration = rename(name, folder)
    options = [f"--content-log-levels={declaration}"] if is_declared else []
    return Outcome(name, WORDS, judge_unchanged(name, folder), _judge_text(log.name, renamed, truth, *options))


def rename(name: str, folder: Path = LOGS) -> tuple[str, str]:
    """Return a log with invented level words, and what they mean as ``content_log_levels`` takes it."""
    log, truth = find_log(name, folder)
    text = log.read_text(encoding="utf-8")
    layout = _layout(name)
    severities = {line: truth.severities[start] for start, end in truth.ends.items() for line in range(start, end + 1)}
    words = [(line, word) for line, word in layout.words(text) if line not in truth.either or line in severities]
    # Further lines of an entry may have a level of their own, such as that of a program whose output is passed on.
    first = [(line, word) for line, word in words if line not in severities or line in truth.severities]
    known = {word for _, word in first}
    names, declaration = name_levels([*first, *(each for each in words if each[1] not in known)], severities)
    return layout.renamed(text, names), declaration


def judge_changes(name: str, folder: Path = LOGS) -> Iterator[Outcome]:
    """Judge a log after each change that it allows."""
    if has_words(name, folder):
        yield judge_renamed(name, folder)
    yield from (judge_permuted(name, seed, folder) for seed in find_orders(name, folder))


def _layout(name: str) -> Layout:
    return LAYOUTS.get(name) or FURTHER[name]


def _judge_text(name: str, text: str, truth: Truth, *options: str) -> Verdict:
    with TemporaryDirectory() as folder:
        log = Path(folder, name)
        log.write_text(text, encoding="utf-8")
        return judge(log, truth, *options)
