"""Byline: the article's reporters and dateline, kept apart so that reporters are no officials and 北京 of 新华社北京 no place."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from ..byline import closing_byline, find_byline
from ..records import article_of
from .rule import RuleComponent, factory


class BylineFinder(RuleComponent):
    def __call__(self, doc: Doc) -> Doc:
        article = article_of(doc)
        found = [line for line in (find_byline(doc.text, self.lexicons), closing_byline(doc.text, self.lexicons)) if line]
        doc.spans["byline"] = [Span(doc, line.start, line.end, label="BYLINE") for line in found if line.end > line.start]
        people = [person for line in found for person in line.reporters]
        doc.spans["reporters"] = [Span(doc, start, end, label="REPORTER") for _, start, end in people]
        if not article.reporters:
            article.reporters = list(dict.fromkeys(name for name, _, _ in people))
        return doc


create = factory("govnews_byline", BylineFinder)
