"""Values in single quotes that say that something is wrong, as programs print their objects: ``{'status': 'failed'}``.

In a sentence such quotes enclose a title, which may say anything. Behind a key or in a pair, they enclose a value.
"""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.vocabulary.failure_phrases import BAD_PARTICIPLES, FAULTY

__all__ = ["has_bad_value"]

_OPEN, _CLOSE = "['`\u2018\u201c\u00ab]", "['`\u2019\u201d\u00bb]"
_BAD = rf"(?:{BAD_PARTICIPLES}|{FAULTY}|error|err|failure|fail|nok|not[ ]ok|partial|timeout)"
_FAULTS = (
    r"(?<![\w-])(?:errors?|err|exceptions?|failures?|failed|rejected|warnings?|violations?|issues?|problems?"
    r"|missing(?:[_ ]?fields?)?|broken[_ ]?links?|invalid[_ ]?\w{0,20})"
)
_NONE = rf"(?:none|no|null|nil|ok|0|false|n/a|-)?[ ]?{_CLOSE}"
_VALUES = re.compile(
    # error='no title', Errors: ['no title'], {'errors': [{'message': 'no title'}]}, Errors: {17: 'no title'}
    rf"{_FAULTS}'?[ ]?(?:=>|[:=])[ ]?(?:[\[({{][ ]?){{0,3}}(?:\d{{1,9}}:[ ]?)?{_OPEN}(?!{_NONE})"
    # status='failed', status is 'failed', {'status': 'failed'}; and from one status to another.
    rf"|(?<![\w-])(?:status|state|outcome|result|level|severity|verdict)'?[ ]?(?:=>|[:=]|is[ ])?[ ]?{_OPEN}{_BAD}{_CLOSE}"
    rf"|(?<![\w-])(?:status|state)[ ][^'\n]{{0,40}}{_OPEN}[^'\n]{{1,40}}{_CLOSE}[ ]?(?:to|->|=>)[ ]?{_OPEN}{_BAD}{_CLOSE}"
    # {'17': 'failed'}, (17, 'failed'), ('failed', 1), array('failed' => 1), <Response [500]>, (17, False)
    rf"|[{{,(][ ]?'?\d{{1,9}}'?[ ]?[:,][ ]?(?:'{_BAD}'|False[ ]?\))|'{_BAD}s?'[ ]?(?:=>|,)[ ]?(?:[1-9]|')"
    r"|<Response[ ]\[[45]\d\d\]>",
    re.IGNORECASE,
)


def has_bad_value(record: str) -> bool:
    """Whether a value in quotes of a record, behind its key or in a pair, says that something is wrong."""
    return _VALUES.search(record) is not None
