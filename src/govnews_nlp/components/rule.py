"""What the rule components share: they keep no trained weights, only the folder of the user's lexicons."""

# no "from __future__ import annotations": spaCy before 3.8 reads the types of a factory's arguments

from collections.abc import Callable, Iterable, Iterator
from types import SimpleNamespace

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import raise_error

BATCH = 30_000  # characters that a component works on at once: its tables stay in the processor's cache (a fifth of the time)


class Component:
    """What spaCy asks of a component: batches, an error handler. A subclass defines __call__(doc) → doc."""

    batch = BATCH  # characters

    def __init__(self, nlp: Language, name: str):
        self.vocab = nlp.vocab
        self.name = name
        self._error_handler: Callable = raise_error

    def __call__(self, doc: Doc) -> Doc:
        raise NotImplementedError

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        for docs in self._batches(stream, batch_size):
            yield from self._tried(docs)

    def _batches(self, stream: Iterable[Doc], batch_size: int) -> Iterator[list[Doc]]:
        """So many Docs, or fewer that have enough characters."""
        docs: list[Doc] = []
        size = 0
        for doc in stream:
            docs.append(doc)
            size += len(doc)
            if size >= self.batch or len(docs) >= batch_size:
                yield docs
                docs, size = [], 0
        if docs:
            yield docs

    def _tried(self, docs: list[Doc]) -> list[Doc]:
        """The Docs, worked on; those that fail go to the error handler."""
        done = []
        for doc in docs:
            try:
                done.append(self(doc))
            except Exception as error:
                self._error_handler(self.name, self, [doc], error)
        return done

    def set_error_handler(self, handler: Callable) -> None:
        self._error_handler = handler

    def get_error_handler(self) -> Callable:
        return self._error_handler


class RuleComponent(Component):
    """Base of the rule components. A subclass defines __call__(doc) → doc and reads its words by lexicon.load_*."""

    def __init__(self, nlp: Language, name: str, lexicons: str | None = None):
        super().__init__(nlp, name)
        self.lexicons = lexicons

    def config(self) -> dict:
        """What a component of this class is made from, beside the vocabulary and its name."""
        return {"lexicons": self.lexicons}

    def __reduce__(self):  # made anew in another process: automata can't be pickled, and the lexicons are there
        return _again, (type(self), self.vocab, self.name, self.config()), {"_error_handler": self._error_handler}

    # serialisation: the config has everything
    def to_disk(self, path, exclude=()):
        pass

    def from_disk(self, path, exclude=()):
        return self

    def to_bytes(self, exclude=()):
        return b""

    def from_bytes(self, data, exclude=()):
        return self


def _again(cls: type[RuleComponent], vocab, name: str, config: dict) -> RuleComponent:
    return cls(SimpleNamespace(vocab=vocab), name, **config)  # of nlp a component needs no more


def factory(name: str, cls: type[RuleComponent]) -> Callable:
    """Register cls as the spaCy factory `name` with the config key `lexicons`; returns the creating function."""

    def create(nlp: Language, name: str, lexicons: str | None):
        return cls(nlp, name, lexicons)

    return Language.factory(name, default_config={"lexicons": None}, func=create)
