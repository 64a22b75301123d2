"""Dates: time expressions with TIMEX3 values, resolved by the day of publication, the dateline and the dates before them."""

from __future__ import annotations

from datetime import date

from spacy.tokens import Doc

from ..records import Mention, article_of, text_of
from ..timex import expressions
from ..timex.calendar import safe_date
from ..timex.context import dateline_reference
from ..timex.grammar import grammar
from .rule import RuleComponent, factory

# kinds that are mentions of a date; durations and vague words stay in doc._.dates alone
MENTIONED = ("date", "span")
BEGINNING = 40  # characters in which a dateline stands
LATE = 3  # days from the dateline to the day of publication


class Dates(RuleComponent):
    def __init__(self, nlp, name: str, lexicons: str | None = None):
        super().__init__(nlp, name, lexicons)
        grammar(lexicons)  # a bad lexicon is reported when the pipeline is made, not at its first text

    def __call__(self, doc: Doc) -> Doc:
        reference = self._reference(article_of(doc).published, self._dateline(doc))
        dates, mentions = doc._.dates, doc._.mentions
        for row in expressions(text_of(doc), reference, self.lexicons):
            dates.append(row)
            if row.kind in MENTIONED:
                mentions.append(Mention(row.start, row.end, "DATE", row.text, row.value, row.confidence, row.evidence))
        return doc

    @staticmethod
    def _reference(published: date | None, dateline: date | None) -> date | None:
        """The day that 今天 means: of publication, or of the dateline where it was printed a little later (本报3月5日讯 今天上午)."""
        if published is None or dateline is None:
            return published or dateline
        told = (safe_date(year, dateline.month, dateline.day) for year in (published.year, published.year - 1))
        return next((day for day in told if day and 0 < (published - day).days <= LATE), published)

    def _dateline(self, doc: Doc) -> date | None:
        """The day of 新华社北京3月5日电; where it says no year, in a year that stands for the unknown one."""
        text = text_of(doc)
        bylines = (text[span.start : span.end] for span in doc.spans.get("byline", ()))
        return next((day for line in (*bylines, text[:BEGINNING]) if (day := dateline_reference(line))), None)


create = factory("govnews_dates", Dates)
