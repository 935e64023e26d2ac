"""What a number in the place of a level means, by the scales of loggers, some of which run in opposite directions.

Sources: RFC 5424 for syslog, Graylog's GELF and journald; OpenTelemetry's data model of logs; the documentation of bunyan, pino,
Python's logging, loguru, Monolog, java.util.logging, log4j, logback's JSON encoder, zerolog, zap, Go's slog, .NET, the Windows
event log, and Google Cloud's logging.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pytest_contentjobs.joblog.vocabulary.levels import find_worst
from pytest_contentjobs.model import Severity

__all__ = ["belongs_to_one_scale", "read_numbers"]


def _make_scale(
    *, errors: Collection[int], warnings: Collection[int], others: Collection[int]
) -> Mapping[int, Severity]:
    return {
        **dict.fromkeys(errors, Severity.ERROR),
        **dict.fromkeys(warnings, Severity.WARNING),
        **dict.fromkeys(others, Severity.INFO),
    }


_SYSLOG = _make_scale(errors=range(4), warnings=(4,), others=range(5, 8))
_TENS = _make_scale(errors=(50, 60), warnings=(40,), others=(10, 20, 30))
_PYTHON = _make_scale(errors=(40, 50), warnings=(30,), others=(0, 5, 10, 15, 20, 25))
_OPEN_TELEMETRY = _make_scale(errors=range(17, 25), warnings=range(13, 17), others=range(1, 13))
_LOGBACK = _make_scale(errors=(40_000,), warnings=(30_000,), others=(5_000, 10_000, 20_000))
_SCALES: tuple[Mapping[int, Severity], ...] = (
    _SYSLOG,
    _TENS,
    _PYTHON,
    _OPEN_TELEMETRY,
    _LOGBACK,
    # Monolog; java.util.logging; log4j, from the worst; Google Cloud.
    _make_scale(errors=(400, 500, 550, 600), warnings=(300,), others=(100, 200, 250)),
    _make_scale(errors=(1000,), warnings=(900,), others=(300, 400, 500, 700, 800)),
    _make_scale(errors=(100, 200), warnings=(300,), others=(400, 500, 600)),
    _make_scale(errors=(500, 600, 700, 800), warnings=(400,), others=(0, 100, 200, 300)),
    # zerolog; zap; slog; .NET; Windows.
    _make_scale(errors=(3, 4, 5), warnings=(2,), others=(-1, 0, 1)),
    _make_scale(errors=(2, 3, 4, 5), warnings=(1,), others=(-1, 0)),
    _make_scale(errors=(8,), warnings=(4,), others=(-4, 0)),
    _make_scale(errors=(4, 5), warnings=(3,), others=(0, 1, 2)),
    _make_scale(errors=(1, 2), warnings=(3,), others=(0, 4, 5)),
)
# Keys that only programs with one scale write, as ``json_fields.normalise_key`` spells them.
_BY_KEY: Mapping[str, Mapping[int, Severity]] = {
    "severitynumber": _OPEN_TELEMETRY,
    "levelno": _PYTHON,
    "levelvalue": _LOGBACK,
    "priority": _SYSLOG,
}


_APPLICATION_INSIGHTS = _make_scale(errors=(3, 4), warnings=(2,), others=(0, 1))
_LINTERS = _make_scale(errors=(2,), warnings=(1,), others=())
_MIGRATIONS = _make_scale(errors=(1,), warnings=(2,), others=(3, 4))
# Other keys of an object, by which one program is known: pino and bunyan; GELF; journald; Application Insights; ESLint; Drupal's
# migrations.
_BY_KEYS_BESIDE: tuple[tuple[frozenset[str], Mapping[int, Severity]], ...] = (
    (frozenset(("pid", "hostname")), _TENS),
    (frozenset(("version", "host", "shortmessage")), _SYSLOG),
    (frozenset(("priority", "realtimetimestamp")), _SYSLOG),
    (frozenset(("severitylevel", "itemtype", "timestamp")), _APPLICATION_INSIGHTS),
    (frozenset(("sourceids", "destinationids", "message")), _MIGRATIONS),
    (frozenset(("ruleid", "severity", "message", "line", "column")), _LINTERS),
)


def read_numbers(
    values: Collection[int],
    *,
    key: str = "",
    beside: Collection[str] = (),
    declared: Mapping[int, Severity] | None = None,
) -> Mapping[int, Severity]:
    """Return what each number means of those that were seen in the place of the level of one log.

    A number that is missing in the result has no known meaning. Of the scales that have all values, the worst meaning of each
    value counts. ``key`` is the key of the values, and ``beside`` are the other keys of their objects, both as
    ``json_fields.normalise_key`` spells them, since some belong to one logger. What a user declared comes first.
    """
    declared = declared or {}
    seen = set(values) - declared.keys()
    fitting = [scale for scale in _choose_scales(key, frozenset(beside)) if seen <= scale.keys()]
    found = {value: find_worst(scale[value] for scale in fitting) for value in seen} if fitting else {}
    return {**found, **{value: declared[value] for value in set(values) & declared.keys()}}


def belongs_to_one_scale(key: str, beside: Collection[str]) -> bool:
    """Whether the key of a number, or the keys beside it, tell whose scale it is, as ``read_numbers`` takes them."""
    return key in _BY_KEY or any(keys <= frozenset(beside) for keys, _ in _BY_KEYS_BESIDE)


def _choose_scales(key: str, beside: frozenset[str]) -> Collection[Mapping[int, Severity]]:
    if key in _BY_KEY:
        return (_BY_KEY[key],)
    own = [scale for keys, scale in _BY_KEYS_BESIDE if keys <= beside]
    return own or _SCALES
