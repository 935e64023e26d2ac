"""Whether everything that the gate needs is there: each thing checked by itself, and a problem hides no other.

``diagnosis.py`` puts the checks in order; ``service_checks.py`` and ``log_checks.py`` make them.
"""

from __future__ import annotations

from pytest_contentjobs.cli.doctor.diagnosis import diagnose
from pytest_contentjobs.cli.doctor.result import Outcome, Result

__all__ = ["Outcome", "Result", "diagnose"]
