r"""How loggers print the time at the start of an entry, as one regular expression.

The forms are those of log4j and logback (``2026-11-23 10:00:00,123``), Python, ISO 8601, RFC 3164 (``Nov 23 10:00:00``),
RFC 5322 (``Mon, 23 Nov 2026 10:00:00 +0100``), Apache (``Sun Nov 23 10:00:00.123456 2026``), nginx
(``2026/11/23 10:00:00``), java.util.logging (``Nov 23, 2026 10:00:00 AM``), Tomcat (``23-Nov-2026 10:00:00.123``), WebSphere
(``3/2/26 6:10:01:123 UTC``), logcat (``11-23 10:00:00.123``), a time of day without date, and seconds or milliseconds since
1970.
"""

from __future__ import annotations

import re

__all__ = ["ISO_TIME", "TIME", "is_time"]

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_CLOCK = r"\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9}|:\d{3}(?!\d))?"
# Java 20 and later print a narrow no-break space before AM and PM.
_HALF = r"(?:[ \u00a0\u202f]?[AP]M\b)"
_ZONE = (
    r"(?:\ ?(?:Z|UTC|GMT)(?:[+-]\d\d:?\d\d)?(?!\w)|\ ?[+-]\d\d:?\d\d(?!\w)|[+-]\d\d(?!\w)"
    r"|\ (?:CET|CEST|BST|WET|EET|IST|JST|EST|EDT|CST|CDT|MST|MDT|PST|PDT)(?!\w))"
)
#: Year first, to the second or finer, with or without an offset.
ISO_TIME = rf"\d{{4}}[-/.]\d\d[-/.]\d\d[T _]\d\d:\d\d:\d\d(?:[.,]\d{{1,9}})?{_ZONE}?"
#: All forms; contains no capturing groups.
TIME = (
    rf"(?:{ISO_TIME}"
    r"|\d{4}-\d\d-\d\d\ \d\d:\d\d(?![:\d])"
    rf"|\d{{8}}[T ]\d\d:?\d\d:?\d\d(?:[.,]\d{{1,9}})?{_ZONE}?"
    rf"|\d{{1,2}}[-/.](?:\d{{1,2}}|{_MONTH})[-/.]\d{{2,4}}(?:,?[ ]|[:T]){_CLOCK}{_HALF}?{_ZONE}?"
    rf"|(?:{_DAY},?\ )?(?:{_MONTH}\ {{1,2}}\d{{1,2}},?(?:\ \d{{4}},?)?|\d{{1,2}}\ {_MONTH}\ \d{{4}},?)\ {_CLOCK}"
    rf"{_HALF}?{_ZONE}?(?:\ \d{{4}})?"
    rf"|(?:\d\d-\d\d|\d{{6}})\ {_CLOCK}"
    rf"|{_CLOCK}{_HALF}?{_ZONE}?"
    r"|\d{10}(?:\.\d{1,9})?|\d{13})(?![\w/]|[.:-]\w)"
)
_TIME = re.compile(TIME)


def is_time(text: str) -> bool:
    """Whether the text is only a time."""
    return _TIME.fullmatch(text) is not None
