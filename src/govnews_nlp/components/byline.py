"""Byline: the article's reporters and dateline, kept apart so that reporters are no officials and 北京 of 新华社北京 no place."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from ..byline import byline_grammar
from ..records import article_of, text_of
from ..script import is_traditional, simplified
from .rule import RuleComponent, factory


class BylineFinder(RuleComponent):
    def __init__(self, nlp: Language, name: str, lexicons: str | None = None):
        super().__init__(nlp, name, lexicons)
        self.grammar = byline_grammar(lexicons)

    def __call__(self, doc: Doc) -> Doc:
        article, text = article_of(doc), text_of(doc)
        if is_traditional(text[:400]):
            text = simplified(text)
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
        article.reporters = list(dict.fromkeys([*article.reporters, *(_printed(doc, *person) for person in reporters)]))
        article.editors = list(dict.fromkeys([*article.editors, *(_printed(doc, *person) for person in editors)]))
        return doc


def _printed(doc: Doc, name: str, start: int, end: int) -> str:
    """The name in the characters of the text, without blanks."""
    printed = "".join(text_of(doc)[start:end].split())
    return printed if len(name) == len(printed) else name


create = factory("govnews_byline", BylineFinder)
