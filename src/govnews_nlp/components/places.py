"""Places: named divisions, roads, stations, villages, sites and venues that the article tells of, with their codes.

places/grammar.py finds them, the gazetteer says which division is meant. Names inside titles, persons, meetings, documents,
organisations and bylines are none; those components have been there before.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc

from ..gazetteer import Division, gazetteer
from ..lexicon import load_toml, words_of
from ..places.codes import PlaceCodes
from ..places.grammar import Found, place_grammar
from ..records import Mention, Place, article_of, text_of
from .rule import RuleComponent, factory

BLOCKING = frozenset(("PERSON", "TITLE", "MEETING", "DATE"))
MODEL_CONFIDENCE = 0.7
DATELINE = re.compile("(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?[讯电](?=[ \u3000（(：:，\n]|$)")  # 本报拉萨|6月7日讯（
BOOK = re.compile(r"《[^《》\n]{1,80}》")  # 《浙江省平安建设条例》: a document's name

PERSONS = re.compile("等(?:[0-9]{1,4}|[一二两三四五六七八九十百]{1,4})余?[名位]")  # 宁书桥|等10名同志


class Places(RuleComponent):
    """doc._.places and PLACE mentions."""

    def __init__(self, nlp, name, lexicons=None):
        super().__init__(nlp, name, lexicons)
        self.grammar = place_grammar(lexicons)
        self.gazetteer = gazetteer(lexicons)
        self.codes = PlaceCodes(self.gazetteer, lexicons)
        self.not_alone = frozenset(words_of(load_toml("places", lexicons)["model"]["not_alone"]))

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        if not text:
            return doc
        article = article_of(doc)
        home = self.gazetteer.region(article.region) if article.region else None
        year = article.published.year if article.published else None
        hits = self.gazetteer.find(text, home)
        blocked = [(mention.start, mention.end) for mention in doc._.mentions if mention.start is not None and self._blocks(mention, text)]
        blocked += [(span.start, span.end) for key in ("byline", "reporters") for span in doc.spans.get(key, ())]
        blocked += (match.span() for match in BOOK.finditer(text))
        found = self.grammar.find(text, hits, _merged(blocked))
        found = self._with_datelines(doc, text, found, hits)
        found = self._with_model(doc, found, [*blocked, *((hit.start, hit.end) for hit in hits)])
        places, mentions = doc._.places, doc._.mentions
        for item, (division, whole) in zip(found, self.codes(text, found, home, year), strict=True):
            place = self._place(text[item.start : item.end], item, division, whole)
            places.append(place)
            mentions.append(Mention(place.start, place.end, "PLACE", place.text, place.name, place.confidence, place.evidence))
        return doc

    @staticmethod
    def _with_datelines(doc: Doc, text: str, found: list[Found], hits: list) -> list[Found]:
        """本报|拉萨|6月7日讯: the place where a report was written."""
        for span in doc.spans.get("byline", ()):
            for hit in hits:
                if span.start <= hit.start and hit.end <= span.end + 8 and DATELINE.match(text, hit.end) and not any(item.start < hit.end and hit.start < item.end for item in found):
                    found = sorted([*found, Found(hit.start, hit.end, "admin", 0.85, "dateline", hit, True)], key=lambda item: item.start)
        return found

    def _blocks(self, mention: Mention, text: str) -> bool:
        """Persons, titles, meetings and dates; a holiday's name may be a part of a place's (清明垱泵站), and a person's (周明德故居)."""
        if mention.label == "PERSON" and text.startswith(self.grammar.memorials, mention.end):
            return False
        return mention.label in BLOCKING and (mention.label != "DATE" or any(character.isnumeric() for character in mention.text))

    def _with_model(self, doc: Doc, found: list[Found], blocked: list[tuple[int, int]]) -> list[Found]:
        """The statistical model's organisations hold no places; places that only it sees are added.

        blocked: mentions of other kinds, titles of books, and the divisions' names: where the grammar refused one (平安浙江), it is none.
        """
        spans = doc.spans.get("ner", ())
        if not spans:
            return found
        organizations = [(span.start, span.end) for span in spans if span.label_ == "ORG"]
        kept = []
        for item in found:
            inside = any(start <= item.start and item.end <= end and (start, end) != (item.start, item.end) for start, end in organizations)
            if not (inside and item.whole):
                kept.append(item)
        taken = bytearray(len(doc) + 1)
        for start, end in [*((item.start, item.end) for item in kept), *blocked, *organizations]:
            taken[start:end] = b"\1" * (end - start)
        text = text_of(doc)
        for span in spans:
            if span.label_ == "PLACE" and not any(taken[span.start : span.end]) and self._may_add(text, span.start, span.end):
                kept.append(Found(span.start, span.end, self.grammar.kind_of(text[span.start : span.end]), MODEL_CONFIDENCE, "NER"))
        return sorted(kept, key=lambda item: item.start)

    def _may_add(self, text: str, start: int, end: int) -> bool:
        """Whether what only the model took for a place may be one."""
        name = text[start:end]
        whole = len(name) > 1 and name.count("“") == name.count("”")
        return whole and name not in self.not_alone and PERSONS.match(text, end) is None and self.grammar.may_name(name)

    def _place(self, text: str, item: Found, division: Division | None, whole: bool) -> Place:
        place = Place(item.start, item.end, text, text, item.kind, confidence=round(item.confidence, 2), evidence=item.evidence)
        if division:
            if whole:
                place.name = self.gazetteer.full_name(division)
            place.lat, place.lon = division.lat, division.lon  # none for townships: no register at hand has theirs
            if not division.is_foreign:
                place.adcode = division.code
                for above in (division, *self.gazetteer.ancestors(division)):
                    if above.level in ("province", "city", "county"):
                        setattr(place, above.level, above.name)
        return place


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


create = factory("govnews_places", Places)
