"""Start the emulator, upload a package, start a validation, gate it, and stop the emulator, all on this machine.

The validation rules and the log layout of the emulator are this project's own. Exits with 0 if the gate is right: red for the
sample with its defects, green for the clean one.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from pytest_contentjobs.emulator import ContentService

HERE = Path(__file__).resolve().parent
PACKAGES = HERE.parent / "packages"
# A validation that takes minutes ends after seconds.
SPEED = 40.0
CLEAN, FINDINGS = 0, 1


def main() -> int:
    """Run the demo, and return 0 if the gate is right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--package", choices=("support-center", "clean"), default="support-center")
    parser.add_argument("--speed", type=float, default=SPEED, help=f"times faster than real time (default: {SPEED:g})")
    options = parser.parse_args()
    package: str = options.package
    expected = CLEAN if package == "clean" else FINDINGS
    with ContentService(speed=options.speed) as service:
        print(f"emulator: {service.api_url}, S3: {service.s3_url}")
        uri = service.upload_package(PACKAGES / package)
        print(f"package uploaded: {uri}")
        job = service.start_validation(uri)
        command = ["pytest", "--content-job", f"validation={job}", "--junit-xml", "reports/junit.xml"]
        print("validation started; gating it from examples/demo:")
        print("$", " ".join(command), flush=True)
        gate = subprocess.run(
            [sys.executable, "-m", *command], cwd=HERE, env={**os.environ, **service.environment}, check=False
        )
    print("emulator stopped; JUnit reports: examples/demo/reports/junit.xml and examples/demo/reports/content.xml")
    if gate.returncode != expected:
        print(f"The gate exited with {gate.returncode} instead of {expected}.")
        return 1
    print(f"The gate exited with {gate.returncode}, as it should for this package.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
