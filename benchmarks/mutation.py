"""Count the deliberate faults that the tests notice, made by mutmut in a copy of this checkout, module by module.

Prints for each module the numbers of faults, of faults that a test noticed ("killed"; endless runs count as noticed and
have their own column) and of survivors, and the share that was noticed. Modules are given as paths or as patterns of
``TESTS``; the default is all of ``TESTS``, which is slow. Tests on random data are excluded, since a fault that one of them
notices today may survive tomorrow, and so are tests on large logs, and faults that only change a sentence. ``--sample`` tries
only as many faults of each group of modules with equal tests, the same ones for each ``--seed``: a few hundred say within some
per cent what all of them would.
"""

from __future__ import annotations

import argparse
import ast
import fnmatch
import importlib.util
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "pytest_contentjobs"
_FOLDER = ROOT / "tests" / "joblog" / "formats"
_SHARED = (
    "joblog/formats/test_base",
    "joblog/formats/test_formats",
    "joblog/test_corpus",
    "joblog/test_reader",
    "joblog/formats/test_undecided",
)
_TEXT = (
    "joblog/formats/test_text_layouts",
    "joblog/formats/test_priorities_and_marks",
    "joblog/formats/test_platform",
    "joblog/formats/parts/test_levels",
    *_SHARED,
)
#: For modules of formats without tests of their own: all tests of formats.
_FORMATS = (
    *sorted(f"joblog/formats/{file.relative_to(_FOLDER).with_suffix('')}" for file in _FOLDER.rglob("test_*.py")),
    *_SHARED,
)
_STRUCTURES = (
    *(
        "joblog/formats/test_document",
        "joblog/formats/test_tables",
        "joblog/formats/test_sections",
        "joblog/formats/test_logfmt",
        "joblog/formats/test_odd_json",
        "joblog/formats/test_json_faults",
    ),
    *("joblog/test_json_in_text", "joblog/test_listed_items", *_SHARED),
)
_LEARNED = (
    *("joblog/test_learning", "joblog/test_learned_places", "joblog/test_places", "joblog/test_tokens"),
    "fails_closed/test_levels_in_prose",
)
_MESSAGES = (
    *(
        "joblog/formats/parts/test_inner",
        "joblog/formats/parts/test_columns",
        "joblog/test_rules_and_entities",
        "joblog/formats/test_text_layouts",
    ),
    *("fails_closed/test_levels_in_messages", "fails_closed/test_levels_in_prose"),
    "fails_closed/test_below_routine_lines",
)
_DIAGNOSTICS = tuple(
    f"joblog/formats/test_{name}"
    for name in (
        "diagnostics",
        "diagnostic_levels",
        "placed_blocks",
        "placed_columns",
        "blocks",
        "validators",
        "two_lines",
        "failures",
    )
)
_TOTALS = (
    *("joblog/formats/parts/test_totals", "joblog/formats/parts/test_only_numbers", "joblog/test_waiting_totals"),
    "fails_closed/test_stated_totals",
)
_UNEXPLAINED = (
    *("joblog/test_unexplained", "joblog/test_adoption", "joblog/test_groups_of_lines"),
    "joblog/test_unknown_levels",
    "fails_closed/test_adopted_findings",
    "joblog/test_reader",
)
_READING = (
    *(
        "joblog/test_ledger",
        "joblog/test_lines_of_a_ledger",
        "joblog/test_line_reader",
        "joblog/test_reader",
        "joblog/test_unexplained",
    ),
    *("joblog/test_lines_before_traces", "joblog/test_lines_of_databases_and_go", "joblog/test_groups_of_lines"),
    "fails_closed/test_stated_totals",
)
_PROSE = ("joblog/formats/parts/test_failures_in_prose", "fails_closed/test_failures_in_prose")
_MEMBERS = (
    "joblog/formats/parts/test_bad_members",
    *("fails_closed/test_bad_members", "fails_closed/test_bad_elements", "fails_closed/test_missing_parts"),
    *("fails_closed/test_faults_beside_findings", "joblog/formats/test_json_faults"),
)
_ITEMS = tuple(
    f"joblog/formats/{name}"
    for name in (
        *("parts/test_answers", "parts/test_row_outcomes", "test_item_outcomes", "test_http_statuses", "test_tables"),
        *("test_tables_by_content", "test_ruled_tables", "test_blocks", "test_validators", "test_two_lines"),
        *("test_further_lines", "test_failures", "test_odd_shapes"),
    )
)
_REPORTS = tuple(
    f"reports/test_{name}"
    for name in ("annotations", "code_quality", "listing", "markdown", "review", "sarif", "spreadsheet")
)
#: The modules by pattern (the first that fits counts), and the test files that must notice a fault in them.
TESTS: dict[str, tuple[str, ...]] = {
    "gate/*": tuple(
        f"gate/test_{name}"
        for name in (
            *("job_checks", "reconcile", "lines", "counting", "policy", "baseline", "judge", "failures", "import_gate"),
            *("judge_logs", "exit_status", "fails_closed", "decision_table"),
        )
    ),
    "findings/identity": ("findings/test_identity", "findings/test_same_identity", "findings/test_names"),
    "findings/rule_slug": ("findings/test_rule_slug",),
    "joblog/formats/parts/stems": ("joblog/formats/parts/test_stems",),
    "joblog/learning": _LEARNED,
    "joblog/places": _LEARNED,
    "joblog/tokens": _LEARNED,
    "joblog/formats/learned": _LEARNED,
    "joblog/formats/parts/inner": _MESSAGES,
    "joblog/formats/parts/columns": _MESSAGES,
    "joblog/formats/parts/total*": _TOTALS,
    "joblog/stated_totals": _TOTALS,
    "joblog/adoption": _UNEXPLAINED,
    "joblog/doubtful_lines": _UNEXPLAINED,
    "joblog/templates": _UNEXPLAINED,
    "joblog/unexplained": _UNEXPLAINED,
    "joblog/summaries": ("joblog/test_summaries", "fails_closed/test_stated_totals", "fails_closed/test_wholes"),
    "joblog/statements": ("joblog/test_statements", "joblog/test_lines_of_a_ledger", "fails_closed/test_stated_totals"),
    "joblog/ledger": _READING,
    "joblog/line_reader": _READING,
    "joblog/kept_findings": _READING,
    "joblog/open_entry": _READING,
    "joblog/gaps": ("fails_closed/test_gaps",),
    "joblog/proposals": ("joblog/test_groups_of_lines", "joblog/test_unexplained"),
    "joblog/logged_traces": ("joblog/test_logged_traces",),
    "joblog/learned_tables": ("joblog/test_learned_tables", "joblog/formats/test_tables_by_content"),
    "joblog/formats/parts/messages": (
        "joblog/test_rules_and_entities",
        "joblog/formats/parts/test_rules_of_messages",
        *_TEXT,
    ),
    "joblog/formats/parts/embedded_levels": (
        "fails_closed/test_embedded_lines",
        "fails_closed/test_levels_in_messages",
    ),
    "joblog/formats/parts/headers_by_content": (
        "fails_closed/test_result_tables",
        "joblog/formats/parts/test_headers_by_content",
        "joblog/formats/test_tables",
        "joblog/formats/test_tables_by_content",
    ),
    "joblog/formats/parts/numbered_failures": ("fails_closed/test_embedded_lines",),
    "joblog/formats/parts/quoted_values": ("fails_closed/test_embedded_lines",),
    "joblog/formats/parts/stated_settings": ("fails_closed/test_stated_settings",),
    "joblog/formats/parts/wholes": ("fails_closed/test_wholes", "joblog/test_statements"),
    "joblog/formats/parts/placed_*": _DIAGNOSTICS,
    "joblog/formats/parts/declared_words": ("joblog/test_declared_words",),
    "joblog/formats/parts/plain_letters": _TOTALS,
    "joblog/formats/parts/recent": _TOTALS,
    "joblog/vocabulary/item_outcomes": ("joblog/formats/test_item_outcomes", "joblog/test_summaries"),
    "joblog/formats/parts/failures_in_prose": _PROSE,
    "joblog/formats/parts/harmless_clauses": _PROSE,
    "joblog/formats/parts/leftovers": ("fails_closed/test_wholes", "joblog/test_statements"),
    "joblog/formats/parts/bad_members": _MEMBERS,
    "joblog/formats/parts/xml_faults": _MEMBERS,
    "joblog/formats/parts/row_outcomes": _ITEMS,
    "joblog/formats/parts/answers": _ITEMS,
    "joblog/declarations": ("joblog/test_ledger", "fails_closed/test_wholes", "fails_closed/test_gaps"),
    "joblog/encodings": ("joblog/test_ledger", "joblog/test_decoding"),
    "joblog/harmless": ("joblog/test_groups_of_lines", "joblog/test_unexplained"),
    "joblog/file_kinds": ("joblog/test_file_kinds",),
    "joblog/vocabulary/levels": ("joblog/vocabulary/test_levels", "joblog/vocabulary/test_scales"),
    "joblog/formats/parts/labels": ("joblog/formats/parts/test_labels",),
    "joblog/formats/pattern": ("joblog/formats/test_pattern",),
    "joblog/formats/parts/json_faults": (*_STRUCTURES, "fails_closed/test_faults_beside_findings"),
    "joblog/formats/parts/json*": ("joblog/formats/parts/test_json_outcomes", *_STRUCTURES),
    "joblog/formats/document": _STRUCTURES,
    "joblog/formats/tables": _STRUCTURES,
    "joblog/formats/sections": _STRUCTURES,
    "joblog/formats/logfmt": _STRUCTURES,
    "joblog/formats/text": _TEXT,
    "joblog/formats/platform": _TEXT,
    "joblog/formats/*": _FORMATS,
    **{
        f"reports/{name}": _REPORTS
        for name in (
            *("annotations", "code_quality", "listing", "markdown", "markdown_text", "review", "sarif", "spreadsheet"),
        )
    },
}
NOTICED = ("killed", "timeout")
_NAME = re.compile(r"\s*(?P<name>\S+): [a-z ]+$", re.MULTILINE)
_FUNCTION = re.compile(r"\.x[_ǁ]")


def modules(patterns: list[str]) -> dict[tuple[str, ...], list[str]]:
    """Return the modules that the patterns name, as paths within the package without ending, by their test files."""
    wanted = [pattern.removeprefix(f"{PACKAGE}/").removesuffix(".py") for pattern in patterns] or ["*"]
    found = defaultdict(list)
    for file in sorted((ROOT / PACKAGE).rglob("[!_]*.py")):
        module = file.relative_to(ROOT / PACKAGE).with_suffix("").as_posix()
        tests = next((tests for pattern, tests in TESTS.items() if fnmatch.fnmatch(module, pattern)), None)
        if tests and any(fnmatch.fnmatch(module, pattern) for pattern in wanted):
            found[tests].append(module)
    return found


def mutate(
    folder: Path, names: list[str], tests: tuple[str, ...], *, processes: int, sample: int | None, seed: int, show: bool
) -> dict[str, Counter[str]]:
    """Try faults that mutmut makes in a copy of the checkout; return the number of faults by module and outcome."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    # Loading the fixtures of all tests takes long, and the selected tests only need this one. Wording is none of their concern.
    (folder / "tests" / "conftest.py").write_text(
        "import pytest\n\n\n@pytest.fixture\ndef wording():\n    return lambda text: None\n", encoding="utf-8"
    )
    settings = {
        "source_paths": [PACKAGE],
        "only_mutate": [f"{PACKAGE}/{name}.py" for name in names],
        "also_copy": ["tests", "README.md"],
        "pytest_add_cli_args": ["-p", "no:randomly", "-m", "not hypothesis", "-k", "not 50_mb and not large_log"],
        "pytest_add_cli_args_test_selection": [f"tests/{test}.py" for test in tests],
    }
    lines = [f"{key} = {json.dumps(value)}\n" for key, value in settings.items()]
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.writelines(["\n[tool.mutmut]\n", *lines])
    # The faults are made, and the tests that call each function found, before it is seen that no fault has this name.
    done = _mutmut(folder, "run", "none")
    if not (folder / "mutants" / "mutmut-stats.json").exists():
        sys.exit(f"mutmut failed; do the tests pass without it?\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    faults = sorted(name["name"] for name in _NAME.finditer(_mutmut(folder, "results", "--all", "true").stdout))
    wording = {fault for name in names for fault in _find_wording(folder, name)}
    faults = [fault for fault in faults if fault not in wording]
    if sample:
        faults = random.Random(seed).sample(faults, min(sample, len(faults)))  # noqa: S311 - a sample is no secret
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    for fault, outcome in _try(folder, faults, settings["pytest_add_cli_args"], tests, processes).items():
        module = _FUNCTION.split(fault)[0].removeprefix(f"{PACKAGE}.").replace(".", "/")
        counts[module][outcome] += 1
        if show and outcome not in NOTICED:
            print(_mutmut(folder, "show", fault).stdout)
    return counts


class _WithoutSentences(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        is_sentence = isinstance(node.value, str) and node.value.count(" ") > 1
        return ast.Constant("") if is_sentence else node


def _find_wording(folder: Path, name: str) -> Iterator[str]:
    """Yield the faults of a module that only change a sentence, which snapshots compare."""
    tree = ast.parse((folder / "mutants" / PACKAGE / f"{name}.py").read_text(encoding="utf-8"))
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    bodies = {
        function: "".join(ast.dump(_WithoutSentences().visit(part)) for part in (node.args, *node.body))
        for function, node in functions.items()
    }
    for function, body in bodies.items():
        original, mutmut, number = function.rpartition("__mutmut_")
        if mutmut and number != "orig" and body == bodies.get(f"{original}__mutmut_orig"):
            yield f"{PACKAGE}.{name.replace('/', '.')}.{function}"


def _try(
    folder: Path, faults: list[str], arguments: list[str], tests: tuple[str, ...], processes: int
) -> dict[str, str]:
    """Try faults with ``trying_faults``; return the outcome of each."""
    file = folder / "faults.json"
    file.write_text(json.dumps(["", *faults]), encoding="utf-8")
    here = Path(__file__).resolve().parent
    variables = {"FAULTS": str(file), "PROCESSES": str(processes), "MUTANT_UNDER_TEST": "", "PYTHONPATH": str(here)}
    # With a folder of its own, no other session deletes the temporary files of this one.
    options = ["--rootdir=.", "-q", f"--basetemp={folder / 'temporary'}", "-o", "tmp_path_retention_policy=none"]
    command = [sys.executable, "-m", "pytest", *options, *arguments, *(f"tests/{test}.py" for test in tests)]

    def run(*more: str, **changed: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, **variables, **changed}
        return subprocess.run(
            [*command, *more], cwd=folder / "mutants", env=environment, capture_output=True, text=True, check=False
        )

    done = run("-p", "trying_faults")
    outcomes = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(outcomes, dict) or outcomes.pop("") != "survived":
        sys.exit(f"The tests fail without a fault, or cannot be run.\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    for fault in [fault for fault, outcome in outcomes.items() if outcome not in NOTICED]:
        # Its code may have run when its module was imported, before the fault was switched on.
        if run("-x", MUTANT_UNDER_TEST=fault).returncode:
            outcomes[fault] = "killed"
    return outcomes


def _mutmut(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mutmut", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def row(name: str, counts: Counter[str]) -> str:
    """Return a row of the table: all, noticed, survived or not covered, endless, and the share that was noticed."""
    whole, killed, endless = counts.total(), counts["killed"], counts["timeout"]
    share = f"{100 * (killed + endless) / whole:.1f} %" if whole else "-"
    return f"{name:32} {whole:7} {killed:7} {whole - killed - endless:8} {endless:8} {share:>8}"


def main() -> None:
    """Mutate the given modules, one group of equal tests after the other, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help="like pytest_contentjobs/gate/policy.py or 'joblog/formats/*'")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--sample", type=int, help="try so many faults of modules with equal tests instead of all")
    parser.add_argument("--seed", type=int, default=0, help="choose another sample")
    parser.add_argument("--show", action="store_true", help="print each fault that no test noticed")
    arguments = parser.parse_args()
    if importlib.util.find_spec("mutmut") is None:
        sys.exit("This needs mutmut: .venv/bin/pip install 'mutmut>=3'")
    found = modules(arguments.modules)
    if not found:
        sys.exit(f"No such module. These are known: {', '.join(TESTS)}")
    print(f"{'module':32} {'mutants':>7} {'killed':>7} {'survived':>8} {'timeout':>8} {'score':>8}")
    whole: Counter[str] = Counter()
    for tests, names in found.items():
        with tempfile.TemporaryDirectory() as folder:
            counts = mutate(
                Path(folder) / "checkout",
                names,
                tests,
                processes=arguments.processes,
                sample=arguments.sample,
                seed=arguments.seed,
                show=arguments.show,
            )
        for name, counted in sorted(counts.items()):
            print(row(name, counted), flush=True)
            whole += counted
    print(row("all", whole))


if __name__ == "__main__":
    main()
