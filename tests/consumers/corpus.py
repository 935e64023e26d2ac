"""Texts that break readers of reports, as the findings of a log, with what a person must see of each in every report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["CORPUS", "HINT", "LONG", "NEXT", "OPTIONS", "OWNER", "Row", "write_log"]

#: Characters of a message that no report shows whole.
LONG = 200_000


@dataclass(frozen=True, slots=True)
class Row:
    """A finding of the log.

    ``shown`` is what a message has to show of ``text``, and ``named`` what a name has to show of that; None if it is the whole.
    ``class_name`` is the class of the test but for a hash at its end; None if it is the folder.
    """

    code: str
    text: str
    shown: str | None = None
    named: str | None = None
    title: str = "Use a landline phone"
    folder: str = "Mobile Plans"
    level: str = "ERROR"
    class_name: str | None = None

    @property
    def is_error(self) -> bool:
        """Whether the level is that of an error; only errors fail."""
        return self.level == "ERROR"

    @property
    def message(self) -> str:
        """What a message shows of the text."""
        return self.text if self.shown is None else self.shown

    @property
    def name(self) -> str:
        """The name of the test but for a hash at its end."""
        word = "" if self.is_error else "warning "
        return f"{self.title}: {self.message if self.named is None else self.named} ({word}{self.code})"


#: With these options warnings are skipped, so that reports have all outcomes, and findings have links.
OPTIONS = ("--content-fail-on=error", "--content-entity-url=https://kb.example.com/edit?title={name}")
OWNER = "@mobile <b>&</b> \"'"
HINT = "see ]]> <n> & '<script>' ##[group] 必須"

CORPUS = (
    Row("A-1", "content file 'articles/x.html' does not exist"),
    Row("A-2", "タイトルがありません、光回線で固定電話", folder="サポート"),
    Row("A-3", "لا يوجد عنوان لهذه المقالة", folder="دعم"),
    Row("A-4", "is missing 👍🏽 🇩🇪 👩‍👩‍👧 𠮷", named="is missing 👍🏽 🇩🇪 👩(U+200D)👩(U+200D)👧 𠮷"),
    Row("A-5", "ends ]]> here", named="ends ))) here"),
    Row("A-6", "bell \x07 null \x00 delete \x7f", r"bell \x07 null \x00 delete \x7f",
        "bell (U+0007) null (U+0000) delete (U+007F)"),
    Row("A-7", "\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m", "(U+001B)(31mred(U+001B)(0m"),
    Row("A-8", "\x1b]8;;https://evil.example\x07click", r"\x1b]8;;https://evil.example\x07click",
        "(U+001B))8;;https://evil.example(U+0007)click"),
    Row("A-9", "half \ud800 of a pair", r"half \ufffd of a pair", "half (U+FFFD) of a pair"),
    Row("A-10", "replaced \ufffd before", r"replaced \ufffd before", "replaced (U+FFFD) before"),
    Row("A-11", "not a character \ufffe", r"not a character \ufffe", "not a character (U+FFFE)"),
    Row("A-12", "::error file=x::done", named=":error file=x:done"),
    Row("A-13", "##vso[task.complete result=Succeeded]", "# #vso[task.complete result=Succeeded]",
        "##vso(task.complete result=Succeeded)"),
    Row("A-14", "<script>alert(1)</script>", named="(script)alert(1)(/script)"),
    Row("A-15", "price < 5 & > 3 \"so\" 'it' \\ is", named="price ( 5 + ) 3 'so' 'it' / is"),
    Row("A-16", "bidi \u202egnp.exe", r"bidi \u202egnp.exe", "bidi (U+202E)gnp.exe"),
    Row("A-17", "=cmd|'/c calc'!A1", title="=SUM(A1)"),
    Row("A-18", "+1-2 is not a number", title="@SUM(A1)"),
    Row("A-19", "&lt;n&gt; &amp; &#24517;", named="+lt;n+gt; +amp; +#24517;"),
    Row("A-20", "placeholder <n> of %s {0} ${HOME} `id`", named="placeholder (n) of %s {0} ${HOME} `id`"),
    Row("A-21", "class::method::param[1-2]", named="class:method:param(1-2)"),
    Row("A-22", "is a twin"),
    Row("A-22", "is a twin"),
    Row("A-22", "is a twin", folder="Mobile Plans/Prepaid"),
    Row("A-23", "line one\nline two\ttabbed\r\nline three", "line one line two tabbed line three"),
    Row("A-24", "x" * LONG, "x" * 400, f"{'x' * 146}…"),
    Row("A-25", "combining e\u0301 and z\u0335\u0334", named="combining é and z\u0335\u0334"),
    Row("A-26", "no-break\u00a0space and zero\u200bwidth", "no-break space and zero\\u200bwidth",
        "no-break space and zero(U+200B)width"),
    Row("A-27", "private \ue000 use", named="private (U+E000) use"),
    Row("A-28", "dots. in. a folder", folder="v1.2/Plans", class_name="v1_2/Plans"),
    Row("A-29", "[link](javascript:alert(1)) | pipe | *bold*", named="(link)(javascript:alert(1)) | pipe | *bold*"),
    Row("W-1", "language 'en-UK' <b>is not</b> supported", level="WARN", named="language 'en-UK' (b)is not(/b) supported"),
    Row("W-2", "半角カナ ﾊﾝｶｸ と \ud83d", "半角カナ ﾊﾝｶｸ と \\ufffd", "半角カナ ﾊﾝｶｸ と (U+FFFD)", level="WARN"),
)  # fmt: skip

#: The findings of the next run: the first is gone, the last is new.
NEXT = (*CORPUS[1:], Row("A-30", "is new"))


def write_log(path: Path, rows: Sequence[Row] = CORPUS) -> Path:
    """Write the rows as a log of JSON lines, and a project file with owners and hints beside it."""
    lines: list[dict[str, object]] = [{"level": "INFO", "message": "validation started"}]
    lines += [
        {
            "level": row.level,
            "rule": row.code,
            "message": row.text,
            "entity": {"kind": "article", "name": row.title, "folder": row.folder},
        }
        for row in rows
    ]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    owner, hint = json.dumps(OWNER), json.dumps(HINT)
    settings = f'[[owner]]\nfolder = "Mobile Plans/**"\nowner = {owner}\n[[rule]]\nrule = "A-*"\nhint = {hint}\n'
    path.with_name("contentjobs.toml").write_text(settings, encoding="utf-8")
    return path
