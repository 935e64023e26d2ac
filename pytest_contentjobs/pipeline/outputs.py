"""What a session leaves behind: the reports that were asked for, and the baseline. Shared by pytest and the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pytest_contentjobs.errors import ContentJobsError
from pytest_contentjobs.gate.baseline import updated
from pytest_contentjobs.model import ContentRun, JudgementOutcome
from pytest_contentjobs.pipeline.baseline_file import read_baseline, write_baseline
from pytest_contentjobs.reports.cases import Layout, cases
from pytest_contentjobs.reports.json_document import write_json
from pytest_contentjobs.reports.junit import write_junit
from pytest_contentjobs.settings.options import BASELINE, MAX_CASES, UPDATE_BASELINE
from pytest_contentjobs.settings.resolve import Settings

__all__ = ["Output", "write_outputs"]


@dataclass(frozen=True, slots=True)
class Output:
    """A line for people on something that was, or was not, written. A failure makes the session fail."""

    text: str
    is_failure: bool


def write_outputs(
    runs: Sequence[ContentRun], settings: Settings, *, not_run: Mapping[str, int], is_filtered: bool
) -> tuple[Output, ...]:
    """Write reports and baseline; what cannot be written is told, and hinders nothing else.

    ``not_run`` is how many findings had no test in this session, by the name of the run; ``is_filtered`` says that something
    of the gate did not run at all, so that no baseline may be made of the session.
    """
    layout = Layout(settings.group, settings.max_cases)
    outputs = []
    try:
        if settings.junit is not None:
            write_junit(runs, settings.junit, layout, not_run=not_run)
    except ContentJobsError as error:
        outputs.append(Output(str(error), is_failure=True))
    try:
        if settings.json is not None:
            write_json(runs, settings.json, not_run=not_run)
    except ContentJobsError as error:
        outputs.append(Output(str(error), is_failure=True))
    if settings.update_baseline and settings.baseline is not None:
        outputs.append(_update(runs, settings, layout, is_filtered=is_filtered or any(not_run.values())))
    return tuple(outputs)


def _update(runs: Sequence[ContentRun], settings: Settings, layout: Layout, *, is_filtered: bool) -> Output:
    """Write the baseline, unless something hinders that this session is all of the truth."""
    file = settings.baseline
    if file is None:
        raise ValueError("no baseline to write")
    hindrance = None
    if any(run.judgement.outcome is JudgementOutcome.NOT_JUDGED for run in runs):
        hindrance = "the content could not be judged. Mend that first"
    elif is_filtered:
        hindrance = "not all tests of the gate ran (-k, -m, -x, --lf, --deselect or the like). Run without a selection"
    elif any(case.is_more for run in runs for case in cases(run, layout)):
        hindrance = f"there are more findings than {MAX_CASES.name} {settings.max_cases}. Run with {MAX_CASES.name} 0"
    if hindrance:
        return Output(f"The baseline {str(file)!r} was not written, since {hindrance}.", is_failure=True)
    try:
        before = read_baseline(file, may_be_missing=True)
        after = updated(before, runs)
        write_baseline(file, after)
    except ContentJobsError as error:
        return Output(str(error), is_failure=True)
    except OSError as error:
        return Output(
            f"The baseline {str(file)!r} cannot be written: {error.strerror or error}. Set {BASELINE.places} to a file that "
            "can be.",
            is_failure=True,
        )
    old, new = ({item.fingerprint: item.count for item in items} for items in (before, after))
    added = sum(max(count - old.get(fingerprint, 0), 0) for fingerprint, count in new.items())
    removed = sum(max(count - new.get(fingerprint, 0), 0) for fingerprint, count in old.items())
    return Output(
        f"The baseline {str(file)!r} was written: {sum(new.values())} findings, {added} more than before and {removed} less. "
        f"This run was judged by the one before; leave {UPDATE_BASELINE.name} out to be judged by this one.",
        is_failure=False,
    )
