"""Batches for training: sentences of one corpus a batch, of like length, drawn anew each time."""

from __future__ import annotations

import json
import queue
import random
import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from augment import PLACE_LABELS, Augmenter

from govnews_nlp.characters import Vocabulary

LONGEST = 200
# PKU's tags, the rare ones together: what matters is names, times and where words end
PKU_CLASSES = {"nr": "nr", "ns": "ns", "nt": "nt", "nz": "nz", "t": "t", "Tg": "t", "n": "n", "Ng": "n", "vn": "n", "an": "n", "j": "n",
               "v": "v", "Vg": "v", "vd": "v", "m": "m", "q": "m", "w": "w"}
HEADS = {
    "msra": ("PER", "LOC", "ORG"),
    "pku": ("nr", "ns", "nt", "nz", "t", "n", "v", "m", "w", "x"),
    "resume": ("NAME", "ORG", "TITLE", "LOC", "EDU", "PRO", "CONT", "RACE"),
    "lac": ("PER", "LOC", "ORG", "TIME", "nz", "nw", "n", "v", "m", "w", "x"),  # silver labels (teacher.py)
}
TAGS = {head: ["O", *(f"{prefix}-{label}" for label in labels for prefix in "BMES")] for head, labels in HEADS.items()}
SAME_HEAD = {"silver": "msra", "soft": "msra"}  # sentences that taggers (vote.py) or the encoder (soften.py) labelled teach the head they came from
SOFT = "soft"  # its sentences come with probabilities of the tags
IGNORE = -100
Sentence = tuple[str, list[tuple[int, int, str]]]


@dataclass
class Batch:
    corpus: str
    features: np.ndarray  # (5, longest, sentences)
    tags: np.ndarray  # (longest, sentences); IGNORE beyond a sentence's end. Of soft sentences probabilities, (longest, sentences, tags); 0 there
    lengths: np.ndarray
    texts: list[str]


def load(path: Path) -> list[Sentence]:
    with open(path, encoding="utf-8") as file:
        return [(row["text"], [tuple(span) for span in row["spans"]]) for row in map(json.loads, file)]


def load_soft(work: Path) -> list[tuple[str, np.ndarray]]:
    """Sentences with the probabilities of each character's tags, (characters, tags), in 255ths."""
    saved = np.load(work / f"{SOFT}.npz")
    texts = [text for text, _ in load(work / f"{SOFT}.jsonl")]
    return list(zip(texts, np.split(saved["probabilities"], saved["ends"][:-1]), strict=True))


def tags_of(sentence: Sentence, corpus: str) -> np.ndarray:
    """A tag's number for each character."""
    text, spans = sentence
    index = {tag: i for i, tag in enumerate(TAGS[SAME_HEAD.get(corpus, corpus)])}
    tags = np.zeros(len(text), dtype=np.int64)
    for a, b, label in spans:
        label = PKU_CLASSES.get(label, "x") if corpus == "pku" else label
        if b - a == 1:
            tags[a] = index[f"S-{label}"]
        else:
            tags[a], tags[a + 1 : b - 1], tags[b - 1] = index[f"B-{label}"], index[f"M-{label}"], index[f"E-{label}"]
    return tags


def cut(sentence: Sentence, longest: int = LONGEST) -> list[Sentence]:
    """Sentences no longer than this, cut behind a comma where no span is."""
    text, spans = sentence
    if len(text) <= longest:
        return [sentence]
    cut_at = next((i for i in range(longest, longest // 3, -1) if text[i - 1] in "，,；;、。 " and not any(a < i < b for a, b, _ in spans)), None)
    if cut_at is None:  # no comma
        cut_at = next((i for i in range(longest, longest // 3, -1) if not any(a < i < b for a, b, _ in spans)), longest)
    head = (text[:cut_at], [span for span in spans if span[1] <= cut_at])
    tail = (text[cut_at:], [(a - cut_at, b - cut_at, label) for a, b, label in spans if a >= cut_at])
    return [head, *cut(tail, longest)]


def encode(sentences: list[Sentence], corpus: str, vocabulary: Vocabulary) -> Batch:
    """Pads, longest first."""
    sentences = sorted(sentences, key=lambda sentence: -len(sentence[0]))
    lengths = np.array([len(text) for text, _ in sentences])
    ends = np.cumsum(lengths)
    starts = ends - lengths
    flat = vocabulary.features("".join(text for text, _ in sentences), starts)
    features = np.zeros((5, lengths[0], len(sentences)), dtype=np.int64)
    if corpus == SOFT:
        tags = np.zeros((lengths[0], len(sentences), len(TAGS[SAME_HEAD[corpus]])), dtype=np.float32)
    else:
        tags = np.full((lengths[0], len(sentences)), IGNORE, dtype=np.int64)
    for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
        features[:, : end - start, i] = flat[:, start:end]
        tags[: end - start, i] = sentences[i][1] / np.float32(255) if corpus == SOFT else tags_of(sentences[i], corpus)
    return Batch(corpus, features, tags, lengths, [text for text, _ in sentences])


class Batches:
    """Endless batches, made in a thread. shares: corpus → share of the batches at the start and at the end of training."""

    def __init__(self, work: Path, vocabulary: Vocabulary, shares: dict[str, tuple[float, float]], batch_characters: int, seed: int, augment: dict):
        self.random = random.Random(seed)
        self.vocabulary, self.shares, self.batch_characters = vocabulary, dict(shares), batch_characters
        self.progress = 0.0  # set by the trainer
        self.corpora = {name: load_soft(work) if name == SOFT else [piece for s in load(work / f"{name}.jsonl") for piece in cut(s)] for name in shares}
        places = [text[a:b] for name in self.corpora if name != SOFT for text, spans in self.corpora[name] for a, b, label in spans if label in PLACE_LABELS and b - a > 1]
        dictionary = json.loads((work / "dictionary.json").read_text("utf-8"))
        known = [word for word, kind in dictionary.items() if kind == 2]
        pool = [*self.random.sample(places, min(len(places), 20000)), *self.random.choices(known, k=20000)]
        self.augment = Augmenter(pool, seed, **augment)
        self.seen = dict.fromkeys(self.corpora, 0.0)  # passes through each corpus
        self._streams = {name: self._stream(name) for name in self.corpora}
        self._queue: queue.Queue[Batch] = queue.Queue(4)
        threading.Thread(target=self._fill, daemon=True).start()

    def _stream(self, name: str):
        sentences = self.corpora[name]
        while True:
            order = sorted(range(len(sentences)), key=lambda i: len(sentences[i][0]) + self.random.random() * 8)
            groups, group, size = [], [], 0
            for i in order:
                group.append(i)
                size += len(sentences[i][0])
                if size >= self.batch_characters:
                    groups.append(group)
                    group, size = [], 0
            groups += [group] if group else []
            self.random.shuffle(groups)
            for group in groups:
                self.seen[name] += 1 / len(groups)
                yield [sentences[i] if name == SOFT else self.augment(*sentences[i]) for i in group]

    def _fill(self):
        while True:
            weights = [first + (last - first) * self.progress for first, last in self.shares.values()]
            name = self.random.choices(list(self.shares), weights)[0]
            self._queue.put(encode(next(self._streams[name]), name, self.vocabulary))

    def __next__(self) -> Batch:
        return self._queue.get()
