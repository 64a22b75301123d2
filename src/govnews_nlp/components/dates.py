"""Dates: time expressions with TIMEX3 values, resolved by the day of publication, the dateline and the dates before them."""

from __future__ import annotations

from spacy.tokens import Doc

from ..records import Mention, article_of, text_of
from ..timex import expressions
from ..timex.context import dateline_reference
from ..timex.grammar import grammar
from .rule import RuleComponent, factory

# kinds that are mentions of a date; durations and vague words stay in doc._.dates alone
MENTIONED = ("date", "span")


class Dates(RuleComponent):
    def __init__(self, nlp, name: str, lexicons: str | None = None):
        super().__init__(nlp, name, lexicons)
        grammar(lexicons)  # a bad lexicon is reported when the pipeline is made, not at its first text

    def __call__(self, doc: Doc) -> Doc:
        reference = article_of(doc).published or self._dateline(doc)
        dates, mentions = doc._.dates, doc._.mentions
        for row in expressions(text_of(doc), reference, self.lexicons):
            dates.append(row)
            if row.kind in MENTIONED:
                mentions.append(Mention(row.start, row.end, "DATE", row.text, row.value, row.confidence, row.evidence))
        return doc

    def _dateline(self, doc: Doc):
        """The day of 新华社北京3月5日电, for an article whose day of publication is unknown."""
        for span in doc.spans.get("byline", ()):
            if (day := dateline_reference(text_of(doc)[span.start : span.end])) is not None:
                return day
        return None


create = factory("govnews_dates", Dates)
