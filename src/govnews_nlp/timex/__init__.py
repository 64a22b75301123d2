"""Chinese time expressions: found by a grammar (walk.py, grammar.py, reader.py), resolved to TIMEX3 values and days (resolve.py).

parse() works on any text and needs no pipeline.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..records import DateExpression


def parse(text: str, reference: date | str | None = None, lexicons: str | None = None) -> list[DateExpression]:
    """The time expressions of `text`, seen from the day `reference` (a date or ISO string).

    Records with the columns of the table dates: text, value, kind, date_start, date_end, granularity, part_of_day, start, end.

        >>> [(row.text, row.value) for row in parse("下周三下午，或者上个月", reference="2024-03-17")]
        [('下周三下午', '2024-03-20'), ('上个月', '2024-02')]
    """
    from ..article import as_date
    from ..script import simplified

    shadow = simplified(text)  # as long as the text
    rows = list(expressions(shadow, as_date(reference), lexicons, bare=True))
    for row in rows if shadow != text else ():
        row.text = text[row.start : row.end]
    return rows


def expressions(text: str, reference: date | None, lexicons: str | None = None, bare: bool = False) -> Iterator[DateExpression]:
    """The time expressions of a text in their order. bare: also what is only a time where nothing else is at stake (8点到9点, 10/1)."""
    from .grammar import grammar
    from .resolve import Resolver
    from .walk import find

    rules = grammar(lexicons)
    resolver = Resolver(text, rules, reference)
    for node in find(rules, text, bare):
        row = resolver(node)
        if row is not None:
            yield row
