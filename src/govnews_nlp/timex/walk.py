"""The walk over a text: its expressions as Nodes, in order, nothing resolved yet.

At each trigger (a number before a unit; a time word of the grammar) a Reader reads an expression: a point (calendar date, week, day
word, lunar day, holiday …), perhaps a second point behind 至, then part of day and clock.
"""

from __future__ import annotations

from collections.abc import Iterator

from .grammar import Grammar
from .nodes import Node
from .patterns import BARE_TRIGGERS, BOOK_TITLE, DAY_ASIDE, NUMBER_TRIGGER
from .reader import Reader


def find(grammar: Grammar, text: str, bare: bool = False) -> Iterator[Node]:
    """The expressions of a text in order, without overlaps, those inside of 《…》 left out. bare: also times alone and 10/1."""
    hits = grammar.hits(text)
    blocked = [(start, end) for start, (end, word) in hits.items() if grammar.kinds[word] == "none"]
    blocked = sorted([*blocked, *(match.span() for match in BOOK_TITLE.finditer(text)), *(match.span() for match in grammar.rate.finditer(text))])
    starts = sorted({*hits, *(match.start() for match in NUMBER_TRIGGER.finditer(text)),
                     *(match.start() for match in (BARE_TRIGGERS.finditer(text) if bare else ())),
                     *(match.start() for match in (DAY_ASIDE.finditer(text) if "）日" in text or ")日" in text else ()))})
    reader = Reader(grammar, text, hits, bare)
    position, block = 0, 0
    for start in starts:
        if start < position:
            continue
        while block < len(blocked) and blocked[block][1] <= start:
            block += 1
        if block < len(blocked) and blocked[block][0] <= start:
            position = max(position, blocked[block][1])
            continue
        node = reader.expression(start, position)
        if node is not None:
            position = max(node.next, node.end)
            if not _is_plan(grammar, text, node):
                yield node


def _is_plan(grammar: Grammar, text: str, node: Node) -> bool:
    """Whether a year belongs to the name of a plan or agenda: 2030年可持续发展议程."""
    return node.rule == "calendar" and node.month is None and node.day is None and grammar.plan_name.match(text, node.end) is not None
