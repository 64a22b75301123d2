"""What the rule components share: they keep no trained weights, only the folder of the user's lexicons."""

# no "from __future__ import annotations": spaCy before 3.8 reads the types of a factory's arguments

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc


class RuleComponent:
    """Base of the rule components. A subclass defines __call__(doc) → doc and reads its words by lexicon.load_*."""

    def __init__(self, nlp: Language, name: str, lexicons: str | None = None):
        self.vocab = nlp.vocab
        self.name = name
        self.lexicons = lexicons

    def __call__(self, doc: Doc) -> Doc:
        raise NotImplementedError

    # spaCy's serialisation: the config has everything
    def to_disk(self, path, exclude=()):
        pass

    def from_disk(self, path, exclude=()):
        return self

    def to_bytes(self, exclude=()):
        return b""

    def from_bytes(self, data, exclude=()):
        return self


def factory(name: str, cls: type[RuleComponent]) -> Callable:
    """Register cls as the spaCy factory `name` with the config key `lexicons`; returns the creating function."""

    def create(nlp: Language, name: str, lexicons: str | None):
        return cls(nlp, name, lexicons)

    return Language.factory(name, default_config={"lexicons": None}, func=create)
