"""Slogans (提法): fixed policy formulations, known ones from the lexicon and new ones by the grammar of the genre.

Known ones: slogan_lexicon.py. New ones: in quotation marks, slogan_quotes.py; without them, slogan_unquoted.py; and where the text
repeats, mostly without quotation marks, what it has quoted as a slogan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from spacy.tokens import Doc

from ..lexicon import load_toml
from ..records import Slogan, article_of, text_of
from .rule import RuleComponent, factory
from .slogan_lexicon import Candidate, SloganLexicon, automaton
from .slogan_quotes import QuotedSlogans, quotations
from .slogan_unquoted import UnquotedForms

THRESHOLD = 0.6  # of what is reported
AGAIN = 0.05  # less sure where the text repeats a form without quotation marks
OPENING, CLOSING = frozenset("“‘「『\""), frozenset("”’」』\"")


class SloganFinder:
    """The lexicon and the grammar, compiled."""

    def __init__(self, lexicons: str | None = None):
        words = load_toml("slogan_forms", lexicons)
        self.lexicon = SloganLexicon(lexicons)
        self.quoted = QuotedSlogans(words)
        self.unquoted = UnquotedForms(words, self.quoted)

    def find(self, text: str, region: str | None = None, threshold: float = THRESHOLD) -> list[Candidate]:
        """Slogans of a text in order, without overlaps. A low threshold gives the doubtful ones too (for discovery)."""
        quotes = quotations(text)
        known = list(self.lexicon.find(text, quotes, region))
        new = [item for item in self.quoted.find(text, quotes, known) if item.score >= threshold]
        found = [*new, *known, *self.unquoted.find(text, region), *self._again(text, new)]
        found.sort(key=lambda item: (item.start, item.start - item.end, not item.quoted, -item.score))
        taken: list[Candidate] = []
        for item in found:
            if not taken or item.start >= taken[-1].end:
                taken.append(item)
        return taken

    def _again(self, text: str, new: list[Candidate]) -> Iterator[Candidate]:
        """Where the text repeats, mostly without quotation marks, what it has quoted as a slogan."""
        firm = {item.text: item for item in new if len(item.text) > 3 and item.score >= THRESHOLD}
        forms = list(firm)
        matcher = automaton(forms)
        for index, start, end in matcher.find_matches_as_indexes(text) if matcher else ():
            quoted = text[start - 1 : start] in OPENING and text[end : end + 1] in CLOSING
            item = firm[forms[index]]
            score = item.score if quoted else round(item.score - AGAIN, 2)
            yield replace(item, start=start, end=end, quoted=quoted, score=score, evidence="quoted elsewhere")


@lru_cache(maxsize=8)
def finder(lexicons: str | None = None) -> SloganFinder:
    """The finder of a lexicon folder, built once."""
    return SloganFinder(lexicons)


class Slogans(RuleComponent):
    """doc._.slogans: one record per mention; those that stand only in kicker or headline have no offsets."""

    def __call__(self, doc: Doc) -> Doc:
        article = article_of(doc)
        slogans = finder(self.lexicons)
        found = [_record(item, item.start, item.end) for item in slogans.find(text_of(doc), article.region)]
        seen = {record.text for record in found}
        for line in (article.kicker, article.headline):
            for item in slogans.find(line, article.region) if line else ():
                if item.text not in seen:
                    seen.add(item.text)
                    found.append(_record(item, None, None))
        doc._.slogans.extend(found)
        return doc


def _record(item: Candidate, start: int | None, end: int | None) -> Slogan:
    return Slogan(start, end, item.text, item.slogan, item.kind, item.quoted, item.known,
                  confidence=item.score, evidence=item.evidence)


create = factory("govnews_slogans", Slogans)
