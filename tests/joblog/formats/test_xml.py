"""Reports in XML: validators, linters, test reports, loggers, import services; each with the findings that a person sees."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.joblog.families import Log, assert_exact, assert_never_green_when_damaged, read_text

E, W = "error", "warning"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

LOGS = {
    "assertions with a role": Log(
        HEAD
        + """\
<svrl:schematron-output xmlns:svrl="http://purl.oclc.org/dsdl/svrl" title="Rules for help articles">
  <svrl:active-pattern document="file:/kb/fuses.xml"/>
  <svrl:fired-rule context="article"/>
  <svrl:failed-assert id="KB-001" role="error" location="/article[1]" test="title">
    <svrl:text>An article has a title</svrl:text>
  </svrl:failed-assert>
  <svrl:successful-report id="KB-014" role="warning" location="/article[1]/p[2]" test="string-length(.) &gt; 400">
    <svrl:text>The paragraph
      is long</svrl:text>
  </svrl:successful-report>
  <svrl:successful-report id="KB-015" role="info" test="true()"><svrl:text>210 words</svrl:text></svrl:successful-report>
  <svrl:failed-assert id="KB-020" location="/article[1]/img[1]" test="@alt">
    <svrl:text>An image has an alternative text</svrl:text>
  </svrl:failed-assert>
</svrl:schematron-output>
""",
        [
            (5, E, "KB-001", None, None, None),
            (8, W, "KB-014", None, None, None),
            (13, E, "KB-020", None, None, None),
        ],
    ),
    "a linter's files": Log(
        HEAD
        + """\
<checkstyle version="4.3">
  <file name="/kb/fuses.md">
    <error line="12" column="5" severity="error" message="A step has no text" source="kb.step-text"/>
    <error line="40" column="1" severity="warning" message="The heading &quot;Fuses&quot; occurs twice" source="kb.heading"/>
    <error line="41" severity="info" message="210 words" source="kb.words"/>
  </file>
  <file name="/kb/meters.md">
  </file>
</checkstyle>
""",
        [
            (4, E, "kb.step-text", "/kb/fuses.md", 12, 5),
            (5, W, "kb.heading", "/kb/fuses.md", 40, 1),
        ],
    ),
    "a test report": Log(
        HEAD
        + """\
<testsuites tests="4" failures="1" errors="1">
  <testsuite name="import" tests="4" failures="1" errors="1" skipped="0">
    <testcase classname="kb" name="Fuses" time="0.01"/>
    <testcase classname="kb" name="Meters" time="0.01">
      <failure message="The title is empty" type="kb.title">at line 3
        of kb/meters.xml</failure>
    </testcase>
    <testcase classname="kb" name="Valves" time="0.01">
      <error message="The file cannot be read"/>
    </testcase>
    <testcase classname="kb" name="Invalid titles are refused"/>
  </testsuite>
</testsuites>
""",
        [(6, E, "kb.title", None, None, None), (10, E, None, None, None, None)],
    ),
    "a logger's records": Log(
        HEAD
        + """\
<!DOCTYPE log SYSTEM "logger.dtd">
<log>
<record>
  <date>2026-11-23T10:00:00Z</date>
  <level>INFO</level>
  <class>com.example.Import</class>
  <message>212 articles are read</message>
</record>
<record>
  <date>2026-11-23T10:00:01Z</date>
  <level>SEVERE</level>
  <class>com.example.Import</class>
  <message>KB-101 title is empty</message>
</record>
<record>
  <date>2026-11-23T10:00:02Z</date>
  <level>WARNING</level>
  <message>summary was cut</message>
</record>
</log>
""",
        [(10, E, "KB-101", None, None, None), (16, W, None, None, None, None)],
    ),
    "one event a line": Log(
        """\
<event level="INFO" time="2026-11-23T10:00:00Z"><message>212 articles are read</message></event>
<event level="WARN" time="2026-11-23T10:00:01Z"><message><![CDATA[summary was cut]]></message></event>
<event level="ERROR" time="2026-11-23T10:00:02Z"><message><![CDATA[title <b> is empty]]></message></event>
<event level="INFO" time="2026-11-23T10:00:03Z"><message>the end</message></event>
""",
        [(2, W, None, None, None, None), (3, E, None, None, None, None)],
    ),
    "elements named by their level": Log(
        """\
<validation>
  <info>The package has 3 articles</info>
  <fatalError line="3" column="9" href="kb/fuses.xml">The element is not closed</fatalError>
  <warning line="8">The article is long</warning>
  <error code="KB-7"><message>The title is empty</message><article>Help/Meters</article></error>
</validation>
""",
        [
            (3, E, None, "kb/fuses.xml", 3, 9),
            (4, W, None, None, 8, None),
            (5, E, "KB-7", None, None, None),
        ],
    ),
    "lists named by their level": Log(
        """\
<importResult>
  <status>COMPLETED</status>
  <errors>
    <item row="7"><code>KB-7</code><text>The title is empty</text></item>
    <item row="9"><text>The body is empty</text></item>
  </errors>
  <warnings>
    <item>The summary was cut</item>
  </warnings>
</importResult>
""",
        [
            (4, E, "KB-7", None, None, None),
            (5, E, None, None, None, None),
            (8, W, None, None, None, None),
        ],
    ),
    "items with an outcome": Log(
        """\
<results>
  <result><name>Fuses</name><success>true</success></result>
  <result>
    <name>Meters</name>
    <success>false</success>
    <errorMessage>The title is empty</errorMessage>
  </result>
  <result><name>Valves</name><success>false</success></result>
</results>
""",
        [(3, E, None, None, None, None), (8, E, None, None, None, None)],
    ),
    "violations without a level": Log(
        """\
<report>
  <file name="kb/fuses.page">
    <violation beginline="12" endline="13" begincolumn="5" rule="StepText" priority="3">
The step has no text
    </violation>
  </file>
</report>
""",
        [(3, E, "StepText", "kb/fuses.page", 12, 5)],
    ),
    "records that are named like lists": Log(
        """\
<deployResult>
  <componentFailures>
    <fullName>Bill</fullName>
    <problem>The folder does not exist</problem>
    <problemType>Error</problemType>
  </componentFailures>
  <componentFailures>
    <fullName>Fee</fullName>
    <problem>The article has no category</problem>
    <problemType>Warning</problemType>
  </componentFailures>
</deployResult>
""",
        [(2, E, None, None, None, None), (7, W, None, None, None, None)],
    ),
    "nothing found": Log(
        HEAD
        + """\
<testsuite name="import" tests="2" failures="0" errors="0">
  <testcase classname="kb" name="Fuses" time="0.01"/>
  <testcase classname="kb" name="Import failed: what to do" time="0.01"/>
</testsuite>
""",
        [],
    ),
    "only routine elements": Log(
        "<r>\n<info>The package has 3 articles</info>\n<debug>all is read</debug>\n</r>\n", []
    ),
    "only empty lists": Log("<r><articles>12</articles><errors/><warnings></warnings></r>\n", []),
    "only routine records": Log(
        """\
<log><record><level>INFO</level><message>read</message></record>
<record><level>FINE</level><message>0 errors</message></record></log>
""",
        [],
    ),
}
SECOND = {name: log for name, log in LOGS.items() if log.findings}


@pytest.mark.parametrize("name", LOGS)
def test_a_report_in_xml_is_read_exactly(tmp_path: Path, name: str) -> None:
    assert_exact(tmp_path, LOGS[name])


@pytest.mark.grid
@pytest.mark.parametrize("name", SECOND)
def test_a_damaged_report_is_not_clean_while_a_finding_is_left(tmp_path: Path, name: str) -> None:
    assert_never_green_when_damaged(tmp_path, LOGS[name])


@pytest.mark.parametrize("name", LOGS)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_report_that_is_cut_off_is_not_clean(tmp_path: Path, name: str, share: float) -> None:
    text = LOGS[name].text
    if "\n<" in text.removeprefix(HEAD).rstrip() and not text.startswith("<event"):
        assert not read_text(tmp_path, text[: int(len(text) * share)] + "\n").is_clean


@pytest.mark.parametrize(
    "text",
    [
        '<a><b level="BLUNDER">the title is empty</b></a>',
        '<a><b severity="blunder" message="the title"/><c severity="info" message="x"/></a>',
        '<a><b level="INFO">ERROR: the title is empty</b></a>',
        '<a><b level="INFO"><message>[FAILED] the title</message></b></a>',
        '<a><b level="INFO" result="FAILED">the title</b></a>',
        '<a><b level="INFO">read</b><b level="INFO">x<c>ERROR: y</c></b></a>',
        '<a><errors/><item valid="false">A</item></a>',
        "<a><errors/><item><name>A</name><valid>no</valid></item></a>",
        "<a><errors/><item>A has no title</item></a>",
        "<a><errors>2</errors></a>",
        '<a errors="2"><b level="info">x</b></a>',
        '<testsuite failures="1"><testcase name="a"/></testsuite>',
        '<testsuite><testcase name="a"><skipped/></testcase></testsuite>',
        '<testsuite><testcase name="a"><skipped message="no title"/></testcase><testcase name="b"/></testsuite>',
        '<testsuite><testcase name="a"><skipped>ERROR</skipped></testcase><testcase name="b"/></testsuite>',
        '<testsuite><testcase name="b"/></testsuite><skipped/>',
        '<testsuite><testcase name="a"><rerunFailure message="x"/></testcase></testsuite>',
        "<svrl><failed-assert/></svrl>",
        "<a><failures><message>no title</message><level>info</level></failures></a>",
        '<svrl><failed-assert role="caution"/></svrl>',
        "<a><error/></a>",
        "<error/>",
        "<a>the title is empty</a>",
        "<a><b>one</b><b>two</b></a>",
        '<a><b level="info">x</b><b>the title</b></a>',
        '<a><b level="info">x</b></a><c/>',
        '<a><b level="info">x</b></a> the title',
        '<a level="info">x</b>',
        "<a><status>FAILED</status></a>",
        '<a><b level="info">x</b><exception>java.lang.X: y</exception></a>',
        '<a><b level="&lt;error&gt;">x</b></a>',
        '<!DOCTYPE a [<!ENTITY e "info">]><a><b level="&e;">x</b></a>',
        '<!DOCTYPE a [<!ATTLIST b level CDATA "info">]><a><b>x</b></a>',
        '<!DOCTYPE a SYSTEM "a.dtd"><a><b level="info">&e;</b></a>',
        '<a><b level="info" level="error">x</b></a>',
        '<a><b level="info"><level>error</level>x</b></a>',
        '<a><b level="info">x</b><!-- ERROR --></a',
    ],
)
def test_what_may_be_a_finding_is_never_routine(tmp_path: Path, text: str) -> None:
    assert not read_text(tmp_path, f"{text}\n").is_clean


@pytest.mark.parametrize(
    ("text", "message", "name"),
    [
        ('<a><article name="Fuses"><error>no title</error></article></a>', "no title", "Fuses"),
        ('<testsuite><testcase name="Fuses"><failure>no title</failure></testcase></testsuite>', "no title", "Fuses"),
        ("<a><item><name>Fuses</name><error>no title</error></item></a>", "no title", "Fuses"),
        ('<a><error article="Help/Fuses" message="no title"/></a>', "no title", "Fuses"),
    ],
)
def test_an_entity_around_a_finding_is_the_one_that_it_is_about(
    tmp_path: Path, text: str, message: str, name: str
) -> None:
    (entry,) = read_text(tmp_path, f"{text}\n").entries

    assert entry.message == message
    assert entry.entity is not None
    assert entry.entity.name == name


def test_a_skipped_test_beside_others_is_no_finding(tmp_path: Path) -> None:
    report = '<testsuite tests="2"><testcase name="a"/><testcase name="b"><skipped message="a draft"/></testcase></testsuite>'

    assert read_text(tmp_path, f"{report}\n").is_clean


def test_entities_that_multiply_are_refused_at_once(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{number} "{f"&e{number - 1};" * 20}">\n' for number in range(1, 12))
    start = time.process_time()

    reading = read_text(tmp_path, f'<!DOCTYPE a [<!ENTITY e0 "ha">\n{entities}]>\n<a><b level="info">&e11;</b></a>\n')

    assert not reading.is_clean
    assert time.process_time() - start < 2


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    deep = f"{'<a>' * 100_000}<b level='info'>x</b>{'</a>' * 100_000}\n"

    assert not read_text(tmp_path, deep).is_clean


def test_a_long_report_is_read_in_a_few_seconds(tmp_path: Path) -> None:
    rows = "".join(
        f'<record level="INFO"><message>article {number} is read</message></record>\n' for number in range(5_000)
    )
    start = time.process_time()

    reading = read_text(tmp_path, f"<log>\n{rows}<record level='ERROR'><message>no title</message></record>\n</log>\n")

    assert [entry.log_line for entry in reading.entries] == [5_002]
    assert time.process_time() - start < 10


def test_a_letter_in_the_place_of_a_type_calls_a_text_bad(tmp_path: Path) -> None:
    log = """<log>
<entry type="I">Import started</entry>
<entry type="E"><![CDATA[KB-2: no folder]]></entry>
<entry type="W">KB-3: short summary</entry>
</log>
"""

    assert [(entry.log_line, entry.severity) for entry in read_text(tmp_path, log).entries] == [(3, E), (4, W)]


@pytest.mark.parametrize(
    "element", ['<a type="E"/>', '<a type="E">code</a>', '<a type="E"><b/></a>', '<a type="X">a b</a>']
)
def test_other_letters_say_nothing(tmp_path: Path, element: str) -> None:
    assert not read_text(tmp_path, f"<log>\n{element}\n</log>\n").entries
