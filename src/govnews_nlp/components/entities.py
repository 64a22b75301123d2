"""Entities: doc.ents and doc.spans from the mentions of all components, the longest and surest first, none overlapping."""

from __future__ import annotations

import numpy as np
from spacy.attrs import ENT_IOB, ENT_TYPE
from spacy.tokens import Doc, Span

from ..records import Mention
from .rule import RuleComponent, factory

# of two mentions that overlap, the one whose label stands first wins
PRIORITY = {label: rank for rank, label in enumerate(("PERSON", "TITLE", "MEETING", "DATE", "PLACE", "ORG"))}

BEGINS, INSIDE, OUTSIDE = 3, 1, 2  # spaCy's values of ENT_IOB


class Entities(RuleComponent):
    def __call__(self, doc: Doc) -> Doc:
        self.drop_dates_in_names(doc)
        self.add_organizations(doc)
        mentions = doc._.mentions
        length, values = len(doc), np.zeros((len(doc), 2), dtype=np.uint64)
        values[:, 0] = OUTSIDE
        taken = bytearray(length)
        for mention in sorted(mentions, key=lambda m: (PRIORITY.get(m.label, 9), m.start - m.end, m.start)):
            start, end = mention.start, mention.end
            if start is not None and start < end <= length and taken.find(1, start, end) < 0:
                taken[start:end] = b"\1" * (end - start)
                values[start:end, 0] = INSIDE
                values[start:end, 1] = self.vocab.strings.add(mention.label)
                values[start, 0] = BEGINS
        if length:
            doc.from_array([ENT_IOB, ENT_TYPE], values)  # doc.ents at once
        mentions.sort(key=lambda mention: (mention.start, mention.end))
        doc.spans["slogans"] = [Span(doc, s.start, s.end, label="SLOGAN") for s in doc._.slogans if s.start is not None]
        return doc

    @staticmethod
    def drop_dates_in_names(doc: Doc) -> None:
        """何 | 中秋, 陈国庆: a holiday that is somebody's name is none."""
        ends = {mention.end for mention in doc._.mentions if mention.label == "PERSON"}
        inside = {(date.start, date.end) for date in doc._.dates if date.evidence == "holiday" and date.end in ends}
        if inside:
            doc._.dates[:] = [date for date in doc._.dates if (date.start, date.end) not in inside]
            doc._.mentions[:] = [mention for mention in doc._.mentions if mention.label != "DATE" or (mention.start, mention.end) not in inside]

    @staticmethod
    def add_organizations(doc: Doc) -> None:
        """Organisations of the statistical NER that no other mention overlaps."""
        taken = bytearray(len(doc))
        spans = doc.spans.get("ner", ())
        for mention in doc._.mentions if spans else ():
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
        for span in spans:
            if span.label_ == "ORG" and taken.find(1, span.start, span.end) < 0:
                doc._.mentions.append(Mention(span.start, span.end, "ORG", span.text, span.text, 0.8, "NER"))


create = factory("govnews_entities", Entities)
