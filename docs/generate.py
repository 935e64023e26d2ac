"""Write the pages that are made of the code: ``python docs/generate.py``, or with ``--check`` only compare them."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from pytest_contentjobs.settings.options import OPTIONS, Option

PAGE = Path(__file__).parent / "reference" / "options.md"
_HEAD = """\
# Options

`pytest --help` and `contentjobs report --help` list these options by group. [Settings](settings.md) says which place wins if one is
set twice. Times are seconds, or like `90s`, `30m`, `1h30m`; sizes are bytes, or like `500MB`, `8GB`, in powers of 1024. An ini key
stands in pytest's ini file, and without `content_` in the project file.

<!-- made by docs/generate.py -->
"""


def describe_options() -> str:
    """Return the page that lists all options by group."""
    parts = [_HEAD]
    for title, options in groupby(OPTIONS, key=lambda option: option.group):
        heading = title.removeprefix("content gate: ").capitalize()
        rows = "\n".join(map(_make_row, options))
        parts.append(f"\n## {heading}\n\n| option | environment, ini key | meaning |\n|---|---|---|\n{rows}\n")
    return "".join(parts)


def _make_row(option: Option) -> str:
    places = [f"`{place}`" for place in (option.variable, option.key if option.has_ini else None) if place]
    name = " ".join(filter(None, (option.name, option.metavar)))
    cells = (f"`{name}`", ", ".join(places) or "command line only", option.description)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def main() -> None:
    """Write the page, or end with a message if ``--check`` finds that it is not current."""
    page = describe_options()
    if "--check" not in sys.argv:
        PAGE.write_text(page, encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != page:
        sys.exit(f"{PAGE} is not current: run python docs/generate.py")


if __name__ == "__main__":
    main()
