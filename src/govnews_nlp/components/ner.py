"""ner: persons, organisations and places that a statistical model sees → doc.spans["ner"].

doc.spans["ner"].attrs["confidence"] has the model's confidence in each span, in the same order. The rules take these spans as
one voice among others; doc.ents is written at the end, by the component entities.
"""

# no "from __future__ import annotations": spaCy before 3.8 reads the types of a factory's arguments

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import srsly
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from ..ner.backends import Backend, load_backend
from ..ner.tagger import FILES, Entity, Tagger
from ..records import text_of
from .rule import Component

LEAST = 0.65
MOST_THREADS = 3  # the rules, which run in one, keep no more busy


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class NER(Component):
    """A spaCy component around a backend (ner/backends.py).

    model: default, lac, hanlp, hanlp:MODEL_OR_PATH, or a path. least: confidence below which a span is left out; the
    rules find most names by themselves, so that a doubtful one does more harm than good. threads: batches that pipe()
    has the shipped tagger read beside the rules' work; None: as many as there are cores, 3 at most, and 1 (nothing
    beside) in a worker process. What is found does not hang on it.
    """

    batch = 60_000  # characters that are read at once, so that sentences of like length meet: 11 % of the work is padding (30,000: 19 %)

    def __init__(self, nlp: Language, name: str, model: str = "default", least: float = LEAST, threads: int | None = None):
        super().__init__(nlp, name)
        self.model, self.least, self.threads = model, least, threads
        self._backend: Backend | None = None

    @property
    def backend(self) -> Backend:
        """Loaded at first use, so that a saved pipeline finds the model that was saved with it."""
        if self._backend is None:
            self._backend = load_backend(self.model)
        return self._backend

    def __call__(self, doc: Doc) -> Doc:
        self._annotate([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        threads = self.threads or (1 if multiprocessing.parent_process() else min(cores(), MOST_THREADS))
        if threads == 1 or not isinstance(self.backend, Tagger):
            yield from super().pipe(stream, batch_size=batch_size)
            return
        # ONNX Runtime leaves Python's lock while it reckons: the components behind this one work meanwhile
        read: deque[tuple[list[Doc], Future]] = deque()
        pool = ThreadPoolExecutor(threads, thread_name_prefix="ner")
        try:
            for docs in self._batches(stream, batch_size):
                read.append((docs, pool.submit(self.backend.entities, [text_of(doc) for doc in docs])))
                if len(read) > threads:
                    yield from self._tried(*read.popleft())
            while read:
                yield from self._tried(*read.popleft())
        finally:
            pool.shutdown(cancel_futures=True)

    def _tried(self, docs: list[Doc], read: Future | None = None) -> list[Doc]:
        """A batch; where it fails, one by one, and the error handler gets the Docs that fail."""
        try:
            self._annotate(docs, read.result() if read else None)
            return docs
        except Exception:
            return super()._tried(docs)

    def _annotate(self, docs: list[Doc], entities: list[list[Entity]] | None = None) -> None:
        for doc, spans in zip(docs, entities or self.backend.entities([text_of(doc) for doc in docs]), strict=True):
            # tokens are characters: offsets are token indices
            spans = [span for span in spans if span[3] >= self.least]
            group = [Span(doc, start, end, label=label) for start, end, label, _ in spans]
            doc.spans["ner"] = SpanGroup(doc, name="ner", spans=group, attrs={"confidence": [sure for *_, sure in spans]})

    # ---- spaCy's habits

    def __getstate__(self):  # a backend that can't be pickled loads again in the other process
        return {**self.__dict__, "_backend": self._backend if isinstance(self._backend, Tagger) else None}

    def _files(self) -> dict[str, bytes]:
        """The model's files, where they are to be saved with the pipeline: a tagger's; other backends are named only."""
        backend = self.backend
        return backend.files if isinstance(backend, Tagger) else {}

    def to_disk(self, path, exclude=()):
        path = Path(path)
        path.mkdir(parents=True, exist_ok=True)
        for name, data in self._files().items():
            (path / name).write_bytes(data)

    def from_disk(self, path, exclude=()):
        if (Path(path) / FILES[0]).exists():
            self._backend = Tagger.load(path)
        return self

    def to_bytes(self, exclude=()):
        return srsly.msgpack_dumps(self._files())

    def from_bytes(self, data, exclude=()):
        if files := srsly.msgpack_loads(data):
            self._backend = Tagger(files)
        return self


@Language.factory("govnews_ner", default_config={"model": "default", "least": LEAST, "threads": None})
def create(nlp: Language, name: str, model: str, least: float, threads: int | None):
    return NER(nlp, name, model, least, threads)
