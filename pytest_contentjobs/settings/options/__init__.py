"""Everything that can be set: a module has the table of a subject. The command line, the ini keys and the messages follow them.

Standard library only, since each run of pytest imports this package.
"""

from __future__ import annotations

from pytest_contentjobs.settings.options import access, jobs, log, policy, reports, waiting
from pytest_contentjobs.settings.options.option import Option

__all__ = ["ACTIVATING", "DEPENDING", "OPTIONS", "READING", "Option"]

#: All options, table by table, in the order of help texts.
OPTIONS = tuple(
    value
    for table in (jobs, access, waiting, log, policy, reports)
    for value in vars(table).values()
    if isinstance(value, Option)
)
#: The options that say how a log is read, which a project file may set for a single run.
READING = tuple(value for value in vars(log).values() if isinstance(value, Option) and value.has_ini)
#: The options that start the gate; all others only adjust it.
ACTIVATING = (jobs.JOB, jobs.VALIDATE, jobs.LOG)
#: The options that mean nothing without those: on the command line, giving only them is a mistake.
DEPENDING = (
    jobs.STATUS,
    policy.BASELINE,
    policy.UPDATE_BASELINE,
    policy.BASELINE_STRICT,
    policy.COMPARE,
    reports.OWNER,
    reports.ITEMS,
    reports.SAVE,
    reports.HISTORY,
    *reports.FILES,
)
