"""places: being built."""

from __future__ import annotations

from spacy.tokens import Doc

from .rule import RuleComponent, factory


class Places(RuleComponent):
    def __call__(self, doc: Doc) -> Doc:
        return doc


create = factory("govnews_places", Places)
