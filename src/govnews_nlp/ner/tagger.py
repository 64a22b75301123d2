"""The shipped tagger: text → spans, by ONNX Runtime, stretches of like length in one batch.

A model is a folder: tagger.onnx, vocabulary.npz, meta.json (tags of each head, scores). models/README.md says how it is made.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from ..characters import Vocabulary
from .decoding import best_tags, confidences, spans_of_tags
from .stretches import stretches

Span = tuple[int, int, str]
Entity = tuple[int, int, str, float]  # with confidence
FILES = ("tagger.onnx", "vocabulary.npz", "meta.json")
DEFAULT = Path(__file__).parent.parent / "models" / "ner"
BATCH = 5_000  # characters of a batch; larger ones leave the processor's cache
ENTITIES, WORDS = "msra", "pku"
LABELS = {"PER": "PERSON", "LOC": "PLACE", "ORG": "ORG"}


class Tagger:
    """Entities and words of texts. Reckons in the thread that calls it; several threads may call it at once."""

    def __init__(self, files: dict[str, bytes]):
        import onnxruntime

        missing = [name for name in FILES if name not in files]
        if missing:
            raise ValueError(f"not a tagger model: {', '.join(missing)} missing")
        self.files = files
        self.meta = json.loads(files["meta.json"])
        self.heads = {head: tuple(tags) for head, tags in self.meta["heads"].items()}
        self.vocabulary = Vocabulary.load(io.BytesIO(files["vocabulary.npz"]))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(files["tagger.onnx"], options, providers=["CPUExecutionProvider"])

    def __reduce__(self):  # ONNX Runtime's sessions can't be pickled
        return Tagger, (self.files,)

    @classmethod
    def load(cls, folder: str | Path = DEFAULT) -> Tagger:
        folder = Path(folder)
        return cls({name: (folder / name).read_bytes() for name in FILES if (folder / name).exists()})

    def entities(self, texts: Sequence[str]) -> list[list[Entity]]:
        """PERSON, ORG and PLACE of each text with the model's confidence, in order, none over another."""
        return [[(a, b, LABELS[kind], sure) for a, b, kind, sure in spans] for spans in self.spans(texts, (ENTITIES,))[0]]

    def words(self, texts: Sequence[str]) -> list[list[Span]]:
        """The words of each text with their coarse parts of speech (nr, ns, nt, nz, t, n, v, m, w, x)."""
        return [[(a, b, kind) for a, b, kind, _ in spans] for spans in self.spans(texts, (WORDS,))[0]]

    def spans(self, texts: Sequence[str], heads: tuple[str, ...]) -> list[list[list[Entity]]]:
        """For each head, the spans of each text."""
        pieces = [(number, start, end) for number, text in enumerate(texts) for start, end in stretches(text)]
        found: list[list[list[Entity]]] = [[[] for _ in texts] for _ in heads]
        for batch in self._batches(pieces):
            lengths = np.array([end - start for _, start, end in batch], dtype=np.int32)
            scores = self._scores([texts[number][start:end] for number, start, end in batch], lengths, heads)
            for head, matrix, results in zip(heads, scores, found, strict=True):
                tags = self.heads[head]
                path = best_tags(matrix, lengths, tags)
                spans = spans_of_tags(path, tags)
                for (row, a, b, kind), sure in zip(spans, confidences(matrix, path, spans), strict=True):
                    number, start, _ = batch[row]
                    results[number].append((start + a, start + b, kind, sure))
        return [[joined(spans) for spans in results] for results in found]

    @staticmethod
    def _batches(pieces: list[tuple[int, int, int]]) -> Iterator[list[tuple[int, int, int]]]:
        """Pieces of like length together, longest first."""
        pieces.sort(key=lambda piece: piece[1] - piece[2])
        at = 0
        while at < len(pieces):
            count = max(BATCH // (pieces[at][2] - pieces[at][1]), 1)
            yield pieces[at : at + count]
            at += count

    def _scores(self, strings: list[str], lengths: np.ndarray, heads: tuple[str, ...]) -> list[np.ndarray]:
        """(sentences, time, tags) of each head."""
        ends = np.cumsum(lengths)
        flat = self.vocabulary.features("".join(strings), ends - lengths)
        time = np.arange(ends[-1]) - np.repeat(ends - lengths, lengths)
        features = np.zeros((5, int(lengths.max()), len(strings)), dtype=np.int32)
        features[:, time, np.repeat(np.arange(len(strings)), lengths)] = flat
        return [scores.transpose(1, 0, 2) for scores in self.run(features, lengths, heads)]

    def run(self, features: np.ndarray, lengths: np.ndarray, heads: tuple[str, ...]) -> list[np.ndarray]:
        """The network: (5, time, sentences) of the vocabulary's features → (time, sentences, tags) of each head."""
        mask = (np.arange(features.shape[1])[:, None] < lengths).astype(np.float32)[:, :, None]
        wanted = {f"want_{head}": np.array(head in heads) for head in self.heads}
        return self.session.run(list(heads), {"features": features, "mask": mask, **wanted})


def joined(spans: list) -> list:
    """In order; of two that overlap (in windows that share characters) the longer one."""
    spans.sort()
    kept: list = []
    for span in spans:
        if kept and span[0] < kept[-1][1]:
            if span[1] - span[0] > kept[-1][1] - kept[-1][0]:
                kept[-1] = span
        else:
            kept.append(span)
    return kept
