"""Write a log again with its columns in another order, or with other level words."""

from __future__ import annotations

import csv
import io
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

_LETTERS = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '](?=[^\W\d_]))+")
#: Words that are no level in any language or tool.
_INVENTED = ("zork", "quam", "blip", "fesk", "lorn", "mirp", "tolf", "vund", "wexel", "yarp", "gnobe", "huft")
_WORST_FIRST = ("error", "warning", "info")


@dataclass(frozen=True)
class Permuted:
    """A log with its columns in another order, and where lines are now that stand elsewhere, by their numbers."""

    text: str
    lines: Mapping[int, int] = field(default_factory=dict)


Permute = Callable[[str, int], Permuted]


@dataclass(frozen=True)
class Layout:
    """Where a log has its level words (None: it has none), and how its columns are put in another order (None: it has none).

    The level words are the group ``level`` of a regular expression, at each of its matches.
    """

    level: re.Pattern[str] | None = None
    permute: Permute | None = None

    def words(self, text: str) -> list[tuple[int, str]]:
        """Return the level words that consist of letters, each with the number of its line."""
        return [(1 + text.count("\n", 0, match.start("level")), word) for match, word in self._find_words(text)]

    def renamed(self, text: str, names: Mapping[str, str]) -> str:
        """Return the log with other names for its level words; where blanks align columns, they still do."""
        pieces, end = [], 0
        for match, word in self._find_words(text):
            start = text.index(word, match.start("level"))
            new, behind = names.get(word, word), start + len(word)
            blanks = len(text[behind:]) - len(text[behind:].lstrip(" "))
            padding = len(word) - len(new)
            if blanks > 1 and padding > 0:
                new += " " * padding
            elif blanks > 1:
                behind += min(-padding, blanks - 1)
            pieces += [text[end:start], new]
            end = behind
        return "".join((*pieces, text[end:]))

    def _find_words(self, text: str) -> Iterator[tuple[re.Match[str], str]]:
        for match in self.level.finditer(text) if self.level else ():
            word = _LETTERS.search(match["level"])
            if word:
                yield match, word[0]


def name_levels(words: Sequence[tuple[int, str]], severities: Mapping[int, str]) -> tuple[dict[str, str], str]:
    """Give each level word an invented name; return the names, and what they mean as ``content_log_levels`` takes it.

    A word means what most of its lines are, the worse if there are as many of both.
    """
    meanings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line, word in words:
        meanings[word][severities.get(line, "info")] += 1
    names = {
        word: invented.upper() if word.isupper() else invented.title() if word.istitle() else invented
        for word, invented in zip(sorted(meanings), _INVENTED, strict=False)
    }
    declared = {
        names[word]: max(reversed(_WORST_FIRST), key=lambda each: (found[each], -_WORST_FIRST.index(each)))
        for word, found in sorted(meanings.items())
    }
    return names, ",".join(f"{name}={meaning}" for name, meaning in declared.items())


def find_words(pattern: str) -> Layout:
    """Level words in a text whose columns are not to be changed."""
    return Layout(re.compile(pattern, re.MULTILINE))


def find_columns(pattern: str, *, level: str | None = None) -> Layout:
    """Columns of lines: the groups of a pattern, of which one is the ``level`` unless ``level`` finds the level words."""
    compiled = re.compile(pattern, re.MULTILINE)

    def permute(text: str, seed: int) -> Permuted:
        def change(match: re.Match[str]) -> str:
            spans = [match.span(number) for number in range(1, compiled.groups + 1)]
            fields = [match[number] for number in range(1, compiled.groups + 1)]
            return _put_in_order(
                match[0], [(start - match.start(), end - match.start()) for start, end in spans], fields, seed
            )

        return Permuted(compiled.sub(change, text))

    if level is not None:
        return Layout(re.compile(level, re.MULTILINE), permute)
    return Layout(compiled if "level" in compiled.groupindex else None, permute)


def find_aligned(pattern: str) -> Layout:
    """Columns of lines that a program makes as wide as their longest text: the groups of a pattern, one of them the ``level``."""
    compiled = re.compile(pattern, re.MULTILINE)

    def permute(text: str, seed: int) -> Permuted:
        rows = [match.groups() for match in compiled.finditer(text)]
        widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]

        def change(match: re.Match[str]) -> str:
            indent = match[0][: match.start(1) - match.start()]
            cells = [match.groups()[place].ljust(widths[place]) for place in order(len(widths), seed)]
            return indent + "  ".join(cells).rstrip()

        return Permuted(compiled.sub(change, text))

    return Layout(compiled, permute)


def split_cells(delimiter: str, level: str | None = None) -> Layout:
    """Columns of a table with a delimiter; a cell may have several lines. ``level`` finds the level words."""

    def permute(text: str, seed: int) -> Permuted:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
        for cells in csv.reader(io.StringIO(text), delimiter=delimiter):
            # What says that names of columns follow stays in front of them.
            title = "#Fields: " if cells and cells[0].startswith("#Fields: ") else ""
            row = [cells[0].removeprefix(title), *cells[1:]] if cells else []
            out.write(title)
            writer.writerow([row[place] for place in order(len(row), seed)])
        return Permuted(out.getvalue())

    return Layout(re.compile(level, re.MULTILINE) if level else None, permute)


def split_boxes(level: str, *, fewest: int = 3) -> Layout:
    """Columns of a table between bars; rules are made of other signs."""

    def permute(text: str, seed: int) -> Permuted:
        return Permuted("\n".join(_permute_boxes(line, seed, fewest) for line in text.split("\n")))

    return Layout(re.compile(level, re.MULTILINE), permute)


def _permute_boxes(line: str, seed: int, fewest: int) -> str:
    is_rule = bool(line) and not re.search(r"[^\s|│┃+┼╇┳┻┬┴├┤┡┩┏┓└┘┗┛╋:=─━-]", line)
    bars = r"[^|+┼╇┳┻┬┴├┤┡┩┏┓└┘┗┛╋]+" if is_rule else r"(?:\\\||[^|│┃])+"
    is_framed = not is_rule and line[:1] in set("|│┃")
    spans = [match.span() for match in re.finditer(bars, line)]
    if not is_framed and not is_rule:
        spans = _find_gaps(line)
    if len(spans) < fewest:
        return line
    cells = [line[start:end] for start, end in spans]
    if not is_framed and not is_rule:
        cells = [f" {cell.strip()} " for cell in cells]
        return _put_in_order(line, spans, cells, seed).strip()
    return _put_in_order(line, spans, cells, seed)


def _find_gaps(line: str) -> list[tuple[int, int]]:
    bars = [match.start() for match in re.finditer(r"\|", line)]
    return list(zip([0, *(bar + 1 for bar in bars)], [*bars, len(line)], strict=True)) if bars else []


def split_ruled(level: str = r"(?!)") -> Layout:
    """Columns as wide as the pieces of a ruled line below their names; the table ends with a further such line, or with the log."""
    ruled = re.compile(r" ?-+(?: +-+)+")

    def permute(text: str, seed: int) -> Permuted:
        lines = text.split("\n")
        rules = [number for number, line in enumerate(lines) if ruled.fullmatch(line)]
        first, last = (rules[0], rules[-1] + 1) if len(rules) > 1 else (rules[0] - 1, len(lines))
        spans = [match.span() for match in re.finditer("-+", lines[rules[0]])]
        # Text may be longer than the line above it.
        spans[-1] = spans[-1][0], max(len(line) for line in lines[first:last])
        for number in range(first, last):
            line = lines[number].ljust(spans[-1][1], "-" if number in rules else " ")
            lines[number] = _put_in_order(line, spans, [line[start:end] for start, end in spans], seed).rstrip()
        return Permuted("\n".join(lines))

    return Layout(re.compile(level, re.MULTILINE), permute)


def split_pairs(*levels: str) -> Layout:
    """Columns of logfmt: each key with its value."""
    pair = r'[^\s=]+=(?:"(?:[^"\\]|\\.)*"|\S*)'
    line = re.compile(rf"^{pair}(?: {pair})+$", re.MULTILINE)

    def permute(text: str, seed: int) -> Permuted:
        def change(match: re.Match[str]) -> str:
            pairs = re.findall(pair, match[0])
            return " ".join(pairs[place] for place in order(len(pairs), seed))

        return Permuted(line.sub(change, text))

    return Layout(re.compile(rf"(?<!\S)(?:{'|'.join(levels)})=\"?(?P<level>[^\s\"]+)"), permute)


def split_attributes(level: str | None = None, *, quote: str = '"') -> Layout:
    """Columns of XML: each attribute of an element."""
    attribute = rf"[\w:]+={quote}[^{quote}]*{quote}"

    def permute(text: str, seed: int) -> Permuted:
        def change(match: re.Match[str]) -> str:
            attributes = re.findall(attribute, match[2])
            return match[1] + " ".join(attributes[place] for place in order(len(attributes), seed))

        return Permuted(re.sub(rf"(<(?!\?)[\w:]+ )({attribute}(?:\s+{attribute})+)", change, text))

    return Layout(re.compile(level) if level else None, permute)


def split_members(*levels: str) -> Layout:
    """Columns of JSON, one object or list a line or over several lines: each key with its value, at any depth."""
    keys = "|".join(map(re.escape, levels))
    level = re.compile(rf'"(?:{keys})"\s*:\s*"(?P<level>[^"]+)"') if levels else None
    return Layout(level, _permute_members)


_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_TOKEN = re.compile(rf'{_STRING.pattern}|[{{}}\[\]]|[^\s,:{{}}\[\]"]+')
_BETWEEN = re.compile(r"[\s,:]*")


def _permute_members(text: str, seed: int) -> Permuted:
    """Put the members of each object in another order; where a member has lines of its own, they move with it."""
    origins: list[int] = []
    for start, end in _find_values(text):
        origins += range(len(origins), start)
        origins += _order_value(text, start, end, seed)
    origins += range(len(origins), len(text))
    changed = "".join(text[origin] for origin in origins)
    return Permuted(changed, _follow_lines(text, changed, origins))


def _find_values(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the JSON values begin and end that stand at the start of a line."""
    position = 0
    for match in re.finditer(r"^[ \t]*(?=[{\[])", text, re.MULTILINE):
        if match.end() >= position:
            position = _end_of_value(text, match.end())
            yield match.end(), position


def _end_of_value(text: str, position: int) -> int:
    depth = 0
    for token in _TOKEN.finditer(text, position):
        depth += (token[0] in {"{", "["}) - (token[0] in {"}", "]"})
        if not depth:
            return token.end()
    raise ValueError(text[position : position + 40])


def _order_value(text: str, start: int, end: int, seed: int) -> list[int]:
    """Return the positions of the characters of a value in their new order."""
    if text[start] not in "{[":
        return list(range(start, end))
    members = list(_find_members(text, start, end))
    places = order(len(members), seed) if text[start] == "{" else range(len(members))
    origins, last = [], start
    for (first, _, behind), place in zip(members, places, strict=True):
        name, value, stop = members[place]
        origins += [*range(last, first), *range(name, value), *_order_value(text, value, stop, seed)]
        last = behind
    return [*origins, *range(last, end)]


def _find_members(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield where each member of an object or list begins, where its value does, and where it ends."""
    position = _end_of(_BETWEEN, text, start + 1)
    while position < end - 1:
        is_named = text[start] == "{"
        value = _end_of(_BETWEEN, text, _end_of_value(text, position)) if is_named else position
        stop = _end_of_value(text, value)
        yield position, value, stop
        position = _end_of(_BETWEEN, text, stop)


def _end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _follow_lines(text: str, changed: str, origins: Sequence[int]) -> dict[int, int]:
    """Return where each line of a text stands in a changed one, by what it begins with."""
    places = {origin: place for place, origin in enumerate(origins)}
    lines, start = {}, 0
    for number, line in enumerate(text.split("\n"), 1):
        first = start + len(line) - len(line.lstrip())
        lines[number] = 1 + changed.count("\n", 0, places.get(first, first))
        start += len(line) + 1
    return lines


def order(length: int, seed: int) -> list[int]:
    """Return an order of so many columns that is not the usual one."""
    places = list(range(length))
    while length > 1 and places == sorted(places):
        random.Random(f"{seed} {length}").shuffle(places)  # noqa: S311 - to be repeated, not to be secret
        seed += 1
    return places


def _put_in_order(text: str, spans: Sequence[tuple[int, int]], fields: Sequence[str], seed: int) -> str:
    """Put fields into the places of a text in another order."""
    pieces, end = [], 0
    for (start, stop), place in zip(spans, order(len(fields), seed), strict=True):
        pieces += [text[end:start], fields[place]]
        end = stop
    return "".join((*pieces, text[end:]))
