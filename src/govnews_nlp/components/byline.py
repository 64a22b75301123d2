"""Byline: the article's reporters and dateline, kept apart so that reporters are no officials and 北京 of 新华社北京 no place."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from ..byline import byline_grammar
from ..records import article_of
from .rule import RuleComponent, factory


class BylineFinder(RuleComponent):
    def __init__(self, nlp: Language, name: str, lexicons: str | None = None):
        super().__init__(nlp, name, lexicons)
        self.grammar = byline_grammar(lexicons)

    def __call__(self, doc: Doc) -> Doc:
        article, text = article_of(doc), doc.text
        opening, closing = self.grammar.first_byline(text), self.grammar.closing_byline(text)
        if opening and closing and closing.start < opening.end:
            closing = None
        found = [line for line in (opening, closing) if line]
        doc.spans["byline"] = [Span(doc, line.start, line.end, label="BYLINE") for line in found if line.end > line.start]
        reporters = [person for line in found for person in line.reporters]
        seen = {start for _, start, _ in reporters}
        reporters += [credit for credit in self.grammar.credits(text) if credit[1] not in seen]
        editors = [person for line in found for person in line.editors]
        doc.spans["reporters"] = [Span(doc, start, end, label="REPORTER") for _, start, end in sorted((*reporters, *editors), key=lambda p: p[1])]
        article.reporters = list(dict.fromkeys([*article.reporters, *(name for name, _, _ in reporters)]))
        article.editors = list(dict.fromkeys([*article.editors, *(name for name, _, _ in editors)]))
        return doc


create = factory("govnews_byline", BylineFinder)
