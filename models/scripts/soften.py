"""Probabilities of the tags of each character, by the finetuned encoder and a tagger together → soft.jsonl and soft.npz, what the shipped tagger learns from.

Knowledge distillation (Hinton et al. 2015). MSRA's own sentences (beside their labels), People's Daily and the television news.
The two err in different places: their mean is better than either (models/README.md).
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import corpora as read
import numpy as np
import torch
from network import Tagger
from roformer import HEAD, Encoder, batches, characters

from data import LONGEST, TAGS, cut, encode, load, tags_of
from govnews_nlp.characters import Vocabulary

GOLD = 0.4  # share of MSRA's labels against the teacher's where both are there


class Teachers:
    """Mean of the two's probabilities: texts, longest first → (texts, longest, tags)."""

    def __init__(self, encoder: Encoder, tagger: Tagger, vocabulary: Vocabulary):
        self.encoder, self.tagger, self.vocabulary = encoder, tagger.eval(), vocabulary

    @torch.no_grad()
    def __call__(self, texts: list[str]) -> np.ndarray:
        batch = encode([(text, []) for text in texts], HEAD, self.vocabulary)
        scores = self.tagger.heads[HEAD](self.tagger.encode(torch.from_numpy(batch.features), torch.tensor(batch.lengths)))
        return ((self.encoder.scores(texts).softmax(-1) + scores.transpose(0, 1).softmax(-1)) / 2).numpy()

    @classmethod
    def load(cls, encoder: Path, tagger: Path, work: Path, corpora: list[Path]) -> Teachers:
        first = Encoder(characters(corpora, read.find))
        first.load_state_dict(torch.load(encoder))
        saved = torch.load(tagger)
        second = Tagger(dict(np.load(work / "vectors.npz")), **saved["shape"])
        second.load_state_dict(saved["weights"])
        return cls(first, second, Vocabulary.load(work / "vocabulary.npz"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--corpora", nargs="+", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--tagger", type=Path, required=True, help="checkpoint of a tagger")
    parser.add_argument("--characters", type=float, default=6e6, help="of MSRA, then of the others in equal shares")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    teachers = Teachers.load(args.encoder, args.tagger, args.work, args.corpora)
    labelled = [piece for sentence in load(args.work / "msra.jsonl") for piece in cut(sentence)]
    news = [(line, []) for line in (args.work / "news.txt").read_text("utf-8").split("\n") if 8 <= len(line) <= LONGEST]
    old = [piece for text, _ in load(args.work / "pku.jsonl") for piece in cut((text, []))]
    sentences, rest = labelled, args.characters - sum(len(text) for text, _ in labelled)
    for source in (old, news):
        random.Random(1).shuffle(source)
        size, kept = 0, []
        for sentence in source:
            if size < rest / 2:
                kept.append(sentence)
                size += len(sentence[0])
        sentences = sentences + kept
    texts = [text for text, _ in sentences]
    ends = np.cumsum([len(text) for text in texts])
    probabilities = np.empty((int(ends[-1]), len(TAGS[HEAD])), dtype=np.uint8)  # in 255ths: enough for a teacher
    for n, group in enumerate(batches(texts, 6000)):
        group.sort(key=lambda i: -len(texts[i]))
        for row, i in zip(teachers([texts[i] for i in group]), group, strict=True):
            mine = row[: len(texts[i])]
            if i < len(labelled):
                mine = (1 - GOLD) * mine + GOLD * np.eye(len(TAGS[HEAD]), dtype=np.float32)[tags_of(sentences[i], HEAD)]
            probabilities[ends[i] - len(texts[i]) : ends[i]] = np.round(mine * 255)
        if n % 100 == 0:
            print(n, flush=True)
    with open(args.work / "soft.jsonl", "w", encoding="utf-8") as file:
        for text in texts:
            file.write(json.dumps({"text": text, "spans": []}, ensure_ascii=False) + "\n")
    np.savez(args.work / "soft.npz", probabilities=probabilities, ends=ends)
    print(f"{len(texts)} sentences, {ends[-1]} characters")


if __name__ == "__main__":
    main()
