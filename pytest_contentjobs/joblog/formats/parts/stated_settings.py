"""Messages that state a setting of the run about levels or failures: ``Severity filter: ERROR``, ``failOn=error``."""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.formats.parts.levels import FINDING_WORDS

__all__ = ["remove_settings", "states_setting"]

_FAILURES = r"(?:errors?|failures?|warnings?|fatal|exceptions?)"
# "Threshold: ERROR" may be an outcome.
_NAME = (
    r"(?:(?:fail|stop|halt|break|abort|exit|continue|resume|report){s}[ _-]?on"
    rf"(?:[ _-]?(?:the[ _-])?(?:first[ _-]?)?{_FAILURES})?"
    r"|(?:min(?:imum|imal)?|max(?:imum)?|lowest)[ _-]?(?:severity|level)"
    r"|(?:severity|level)[ _-]?(?:filter|threshold|limit))"
)
_VALUE = rf"(?:{FINDING_WORDS}|yes|no|on|off|true|false|none|never|always|enabled|disabled)"
_SETTING = (
    rf"(?:--?)?{_NAME.format(s='(?:s|ing)?')}[ ]{{0,4}}[:=][ ]{{0,4}}[\"']?{_VALUE}[\"']?[ ]{{0,4}}[.,;]?[ ]{{0,4}}"
)
_MESSAGE = re.compile(_SETTING, re.IGNORECASE)
_IN_LINE = re.compile(
    # At the end of a line, behind a sign that ends its columns; what else stands in its message may be a fault.
    rf"(?:(?<=[-:|>\])][ ])|(?<=[:|>\])\t])|^){_SETTING}$"
    # A member of JSON, or a pair of logfmt.
    rf"|(?<=[{{,\s])\"{_NAME.format(s='')}\"[ ]?:[ ]?\"{_VALUE}\"(?=[,}}\s])"
    rf"|(?<=\s){_NAME.format(s='').replace('[ _-]?', '[_-]?')}=(?P<quote>\"?){_VALUE}(?P=quote)(?=\s|$)",
    re.IGNORECASE,
)


def states_setting(message: str) -> bool:
    """Whether a message, without its line's time and level, states nothing but which failures a run shows or ends at."""
    return _MESSAGE.fullmatch(message) is not None


def remove_settings(line: str) -> str:
    """Return a line without the settings that are its message, or members or pairs of it."""
    return _IN_LINE.sub("", line)
