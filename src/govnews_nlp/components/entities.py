"""Entities: doc.ents and doc.spans from the mentions of all components, the longest and surest first, none overlapping."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from ..records import Mention
from .rule import RuleComponent, factory

# of two mentions that overlap, the one whose label stands first wins
PRIORITY = {label: rank for rank, label in enumerate(("PERSON", "TITLE", "MEETING", "DATE", "PLACE", "ORG"))}


class Entities(RuleComponent):
    def __call__(self, doc: Doc) -> Doc:
        self.add_organizations(doc)
        taken = bytearray(len(doc))
        entities = []
        for mention in sorted(doc._.mentions, key=lambda m: (PRIORITY.get(m.label, 9), m.start - m.end, m.start)):
            if mention.start is not None and mention.end <= len(doc) and not any(taken[mention.start : mention.end]):
                taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
                entities.append(Span(doc, mention.start, mention.end, label=mention.label))
        doc.ents = entities
        doc._.mentions.sort(key=lambda mention: (mention.start, mention.end))
        doc.spans["slogans"] = [Span(doc, s.start, s.end, label="SLOGAN") for s in doc._.slogans if s.start is not None]
        return doc

    @staticmethod
    def add_organizations(doc: Doc) -> None:
        """Organisations of the statistical NER that no other mention overlaps."""
        taken = bytearray(len(doc))
        for mention in doc._.mentions:
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
        for span in doc.spans.get("ner", ()):
            if span.label_ == "ORG" and not any(taken[span.start : span.end]):
                doc._.mentions.append(Mention(span.start, span.end, "ORG", span.text, span.text, 0.8, "NER"))


create = factory("govnews_entities", Entities)
