"""``contentjobs doctor`` checks everything that the gate needs, each thing by itself, so that no problem hides another.

``diagnosis.py`` puts the checks in order; ``service_checks.py`` and ``log_checks.py`` make them.
"""

from __future__ import annotations

from pytest_contentjobs.cli.doctor.diagnosis import diagnose
from pytest_contentjobs.cli.doctor.result import CheckName, Outcome, Result

__all__ = ["CheckName", "Outcome", "Result", "diagnose"]
