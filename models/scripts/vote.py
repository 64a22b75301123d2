"""Several trained taggers vote on text without labels → silver.jsonl: more sentences for the last training (self-training)."""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np
import torch
from network import Tagger

from data import LONGEST, TAGS, cut, encode, load
from govnews_nlp.characters import Vocabulary
from govnews_nlp.ner.decoding import best_tags, confidences, spans_of_tags

HEAD = "msra"


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    parser.add_argument("--out", default="silver.jsonl")
    parser.add_argument("--news", type=int, default=40_000, help="sentences of the television news")
    parser.add_argument("--sure", type=float, default=0.6, help="sentences with a span below this are left out")
    parser.add_argument("--part", type=int, nargs=2, default=(0, 1), metavar=("I", "N"), help="every Nth sentence from I: several processes share the work")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(1)
    vocabulary, vectors = Vocabulary.load(args.work / "vocabulary.npz"), dict(np.load(args.work / "vectors.npz"))
    models = []
    for path in args.weights:
        saved = torch.load(path)
        model = Tagger(vectors, **saved["shape"]).eval()
        model.load_state_dict(saved["weights"])
        models.append(model)
    news = [line for line in (args.work / "news.txt").read_text("utf-8").split("\n") if 8 <= len(line) <= LONGEST]
    random.Random(args.seed).shuffle(news)
    texts = [piece for text, _ in load(args.work / "pku.jsonl") for piece, _ in cut((text, []))]
    texts = sorted(texts + news[: args.news], key=len, reverse=True)[args.part[0] :: args.part[1]]
    kept = 0
    with open(args.work / args.out, "w", encoding="utf-8") as file:
        for at in range(0, len(texts), 96):
            group = texts[at : at + 96]  # longest first, as encode has them
            batch = encode([(text, []) for text in group], HEAD, vocabulary)
            features, lengths = torch.from_numpy(batch.features), torch.tensor(batch.lengths)
            scores = sum(model.heads[HEAD](model.encode(features, lengths)).log_softmax(-1) for model in models) / len(models)
            matrix = scores.transpose(0, 1).contiguous().numpy()
            path = best_tags(matrix, batch.lengths, tuple(TAGS[HEAD]))
            spans = spans_of_tags(path, tuple(TAGS[HEAD]))
            found, doubtful = [[] for _ in group], set()
            for (row, a, b, kind), sure in zip(spans, confidences(matrix, path, spans), strict=True):
                found[row].append((a, b, kind))
                if sure < args.sure:
                    doubtful.add(row)
            for row, (text, labels) in enumerate(zip(batch.texts, found, strict=True)):
                if row not in doubtful:
                    file.write(json.dumps({"text": text, "spans": labels}, ensure_ascii=False) + "\n")
                    kept += 1
    print(f"{kept} of {len(texts)} sentences")


if __name__ == "__main__":
    main()
