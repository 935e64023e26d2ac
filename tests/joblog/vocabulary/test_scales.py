"""What numbers mean in the place of a level."""

from __future__ import annotations

import pytest

from pytest_contentjobs.joblog.vocabulary.scales import read_numbers
from pytest_contentjobs.model import Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


@pytest.mark.parametrize(
    ("meanings", "key", "beside"),
    [
        pytest.param({20: INFO, 30: INFO, 40: WARNING, 50: ERROR, 60: ERROR}, "level", (), id="pino with fatal"),
        pytest.param({30: INFO, 40: WARNING}, "level", ("pid", "hostname", "msg", "time"), id="pino by its other keys"),
        pytest.param({20: INFO, 25: INFO, 30: WARNING, 40: ERROR}, "level", (), id="loguru"),
        pytest.param({20: INFO, 40: ERROR}, "levelno", (), id="Python by its key"),
        pytest.param({6: INFO, 4: WARNING, 3: ERROR, 0: ERROR}, "level", (), id="syslog"),
        pytest.param({9: INFO, 13: WARNING, 17: ERROR, 24: ERROR}, "severityNumber", (), id="OpenTelemetry"),
        pytest.param({4: INFO}, "severitynumber", (), id="OpenTelemetry by its key"),
        pytest.param({250: INFO, 300: WARNING, 550: ERROR}, "level", (), id="Monolog"),
        pytest.param({800: INFO, 900: WARNING, 1000: ERROR}, "level", (), id="java.util.logging"),
        pytest.param({20_000: INFO, 30_000: WARNING, 40_000: ERROR}, "level_value", (), id="logback"),
    ],
)
def test_scale_is_known_by_its_values_or_keys(meanings: dict[int, Severity], key: str, beside: tuple[str, ...]) -> None:
    assert read_numbers(meanings, key=key, beside=beside) == meanings


def test_where_several_scales_fit_the_worst_meaning_counts() -> None:
    assert read_numbers([30, 40, 50]) == {30: WARNING, 40: ERROR, 50: ERROR}
    assert read_numbers([3]) == {3: ERROR}


def test_numbers_of_no_scale_have_no_meaning() -> None:
    assert read_numbers([7, 99]) == {}
    assert read_numbers([], key="level") == {}


def test_declared_numbers_come_first() -> None:
    assert read_numbers([7, 99], declared={99: ERROR, 7: INFO}) == {99: ERROR, 7: INFO}
    assert read_numbers([30, 60, 99], declared={99: INFO}) == {30: INFO, 60: ERROR, 99: INFO}
