"""The template of a line: what stays when its numbers, quoted texts, addresses, paths and names are left out.

Lines of one template come from one statement of a program, so that one of them stands for all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

__all__ = [
    "Template",
    "escape",
    "find_shared",
    "has_placeholder",
    "is_specific",
    "make_pattern",
    "make_template",
    "replace_each_word",
]

#: The words of a line, with placeholders.
Template = tuple[str, ...]
# Longer lines are told apart by their start.
_LONGEST = 400
_CUT = "…"
_NAME = "⟨name⟩"
_PLACEHOLDERS = {"quoted": "⟨text⟩", "path": "⟨path⟩", "number": "⟨number⟩", "name": _NAME}
_MARK = "⟨"
# What a placeholder stands for, as a regular expression.
_ANYTHING = {**dict.fromkeys(_PLACEHOLDERS.values(), r"\S+"), _PLACEHOLDERS["quoted"]: ".+"}
_PLACEHOLDER = re.compile("|".join(_PLACEHOLDERS.values()))
_VARIABLE = re.compile(
    r"(?P<quoted>\"[^\"]*+\"|“[^”]*+”|«[^»]*+»|„[^“”]*+[“”]|「[^」]*+」|`[^`]*+`|(?<!\w)'[^']*+'(?!\w))"
    r"|(?P<path>(?<!\w)(?:[A-Za-z][A-Za-z0-9+.-]{0,20}://[^\s,;)\]>\"']++|(?:[A-Za-z]:)?[\w.~-]*+(?:[/\\][\w.~@%+-]++)++[/\\]?"
    r"|[^\W\d][\w-]*+(?:\.[\w-]++)++))"
    r"|(?P<number>(?<!\w)[+-]?(?=\w*\d)\w++(?:[.,:_+-](?=\w*\d)\w++)*+%?)"
)
# Otherwise equal lines have names at a place if at least this many words stand there, and none in most lines.
_FEWEST_NAMES = 3
_MOST_WORDS = 25
_FEWEST_LETTERS = 4


def make_template(line: str, *, is_kept: Callable[[str], bool] | None = None) -> Template:
    """Return the words of a line, with placeholders for what varies, but for the names that ``is_kept`` accepts."""

    def replace(match: re.Match[str]) -> str:
        kind = match.lastgroup or "number"
        return match[0] if kind == "path" and is_kept and is_kept(match[0]) else _PLACEHOLDERS[kind]

    words = _VARIABLE.sub(replace, line[:_LONGEST]).split()
    return (*words, _CUT) if len(line) > _LONGEST else tuple(words)


def has_placeholder(template: Template) -> bool:
    """Whether something in the lines of a template may vary."""
    return any(_MARK in word for word in template)


def find_shared(templates: Mapping[Template, int]) -> dict[Template, Template]:
    """Return for some templates, given with their numbers of lines, one that they share with others.

    Those differ in one word only, which is a name, as of a file or an article, if many stand at that place. A word that
    stands in most of these lines is none: "passed" beside one "dropped" says something about each line.
    """
    alike: defaultdict[Template, list[Template]] = defaultdict(list)
    for template in templates:
        for shared_one in replace_each_word(template):
            alike[shared_one].append(template)
    shared: dict[Template, Template] = {}
    for merged, members in sorted(alike.items(), key=lambda item: -len(item[1])):
        if len(members) < _FEWEST_NAMES:
            break
        free = [template for template in members if template not in shared]
        numbers = [templates[template] for template in free]
        if len(free) >= _FEWEST_NAMES and 2 * max(numbers) <= sum(numbers):
            shared.update(dict.fromkeys(free, merged))
    return shared


def replace_each_word(template: Template) -> Iterator[Template]:
    """Yield the templates in which one word each is a name."""
    for place, word in enumerate(template[:_MOST_WORDS]):
        if _MARK not in word and len(template) > 1:
            yield (*template[:place], _NAME, *template[place + 1 :])


def is_specific(template: Template) -> bool:
    """Whether the words of a template are enough to tell its lines from those that any program may write."""
    return sum(len(re.sub(r"[\W\d_]", "", word)) for word in template if _MARK not in word) >= _FEWEST_LETTERS


def make_pattern(template: Template) -> str:
    """Return a regular expression that matches the whole lines of a template, for people to paste."""
    words = [".*" if word == _CUT else _make_word(word) for word in template]
    return r"\s*" + r"\s+".join(words).replace(r"\s+.*", ".*")


def _make_word(word: str) -> str:
    pieces, position = [], 0
    for match in _PLACEHOLDER.finditer(word):
        pieces += [escape(word[position : match.start()]), _ANYTHING[match[0]]]
        position = match.end()
    return "".join([*pieces, escape(word[position:])])


def escape(text: str) -> str:
    """Escape a text as few as possible, since people read it."""
    return re.sub(r"([\\.^$*+?{}\[\]|()])", r"\\\1", text)
