"""Traditional script: the components read a simplified shadow of the Doc with the same offsets; at the end the Doc is as printed again.

`script` stands first and, for a text in traditional characters, hands on a Doc of simplified ones with a simplified copy of the article.
`printed` stands last and gives back a Doc of the printed text: surfaces as printed, canonical names (title_full, norm, slogan) in simplified.
"""

# no `from __future__ import annotations` in a module that defines spaCy factories: spaCy 3.7 reads their annotations

from dataclasses import replace

from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Span

from ..article import Article
from ..records import KINDS, article_of, text_of
from ..script import is_traditional, simplified
from ..tokenizer import Orths
from .rule import RuleComponent, factory

SHADOWED = ("text", "headline", "kicker", "source", "newspaper", "region")  # fields of the article that components read
# the column that text[start:end] is, and the columns that repeat surfaces from elsewhere in the article
SURFACE = {"mentions": "text", "officials": "person", "meetings": "name", "dates": "text", "places": "text", "slogans": "text",
           "statements": "content", "events": "sentence", "participants": "person"}
REPEATED = {"officials": ("title",), "meetings": ("place", "organizer"), "slogans": ("speaker",), "statements": ("speaker", "verb"),
            "events": ("trigger", "place", "actors", "summary"), "participants": ("title",)}
KEY = "govnews_printed"  # in user_data while the shadow walks through the pipeline: the printed text and article


def _like(doc: Doc, text: str, orths: Orths) -> Doc:
    """A Doc of this text, as long as the other one, with its sentences, its data and spaCy's context."""
    made = orths.doc(text, doc.to_array([SENT_START]))
    made.user_data.update(doc.user_data)
    made._context = doc._context
    return made


class Printer:
    """Simplified strings that stand somewhere in the article → as they are printed there."""

    def __init__(self, texts: list[tuple[str, str]]):
        self.texts = texts  # (simplified, printed)
        self.known: dict[str, str] = {}

    def __call__(self, value: str | None) -> str | None:
        if not value:
            return value
        if value not in self.known:
            self.known[value] = self._found(value) or "、".join(self._found(part) or part for part in value.split("、"))
        return self.known[value]

    def _found(self, value: str) -> str | None:
        for shadow, printed in self.texts:
            at = shadow.find(value.removesuffix("…"))
            if at >= 0 and value:
                end = at + len(value.removesuffix("…"))
                return printed[at:end] + value[end - at :]
        return None


class Script(RuleComponent):
    def __init__(self, nlp: Language, name: str, lexicons: str | None = None, script: str = "auto"):
        super().__init__(nlp, name, lexicons)
        self.script, self.orths = script, Orths(nlp.vocab)

    def config(self) -> dict:
        return super().config() | {"script": self.script}

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        if self.script == "simplified" or self.script == "auto" and not is_traditional(text):
            return doc
        shadow = _like(doc, simplified(text), self.orths)
        article = article_of(doc)
        shadow.user_data[KEY] = [text, article]
        shadow._.article = replace(article, **{name: simplified(value) for name in SHADOWED if (value := getattr(article, name))})
        return shadow


class Printed(RuleComponent):
    def __init__(self, nlp: Language, name: str, lexicons: str | None = None):
        super().__init__(nlp, name, lexicons)
        self.orths = Orths(nlp.vocab)

    def __call__(self, doc: Doc) -> Doc:
        if KEY not in doc.user_data:
            return doc
        text, article = doc.user_data.pop(KEY)
        shadow = article_of(doc)
        printed = _like(doc, text, self.orths)
        printed.ents = [Span(printed, ent.start, ent.end, label=ent.label_) for ent in doc.ents]
        for key, spans in doc.spans.items():
            printed.spans[key] = [Span(printed, span.start, span.end, label=span.label_) for span in spans]
        as_printed = Printer([(shadow.text, text), *((getattr(shadow, name) or "", getattr(article, name) or "") for name in ("headline", "kicker"))])
        for kind in KINDS:
            for record in getattr(printed._, kind):
                surface = SURFACE[kind]
                setattr(record, surface, as_printed(getattr(record, surface)) if record.start is None else text[record.start : record.end])
                for name in REPEATED.get(kind, ()):
                    setattr(record, name, as_printed(getattr(record, name)))
        printed._.article = self._completed(article, shadow, as_printed)
        return printed

    @staticmethod
    def _completed(article: Article, shadow: Article, as_printed: Printer) -> Article:
        """The article as printed, with what the components found out about it."""
        article.region, article.region_inferred = article.region or shadow.region, shadow.region_inferred
        for name in ("reporters", "editors"):
            if not getattr(article, name):
                setattr(article, name, [as_printed(person) for person in getattr(shadow, name)])
        return article


create_printed = factory("govnews_printed", Printed)


@Language.factory("govnews_script", default_config={"lexicons": None, "script": "auto"})
def create(nlp: Language, name: str, lexicons: str | None, script: str):
    return Script(nlp, name, lexicons, script)
