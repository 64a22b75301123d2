"""Finetunes the pretrained encoder (roformer.py) on MSRA's sentences → the teacher of the shipped tagger."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import corpora as read
import numpy as np
import torch
from roformer import HEAD, Encoder, batches, pretrained
from scores import Score
from torch import nn

from data import IGNORE, TAGS, cut, load, tags_of
from govnews_nlp.ner.decoding import spans_of_scores


def evaluate(encoder: Encoder, sentences) -> Score:
    score, texts = Score(), [text for text, _ in sentences]
    for group in batches(texts, 6000):
        scores = encoder.scores([texts[i] for i in group]).log_softmax(-1).numpy()
        found = spans_of_scores(scores, np.array([len(texts[i]) for i in group]), tuple(TAGS[HEAD]))
        for i, spans in zip(group, found, strict=True):
            score.add(sentences[i][1], spans)
    return score


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--corpora", nargs="+", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=2)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--batch", type=int, default=1600, help="characters")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    encoder = pretrained(args.corpora, read.find)
    sentences, dev = [piece for sentence in load(args.work / "msra.jsonl") for piece in cut(sentence)], load(args.work / "dev.jsonl")
    texts = [text for text, _ in sentences]
    head = [p for name, p in encoder.named_parameters() if name.startswith("head.")]
    body = [p for name, p in encoder.named_parameters() if not name.startswith("head.")]
    groups = [{"params": [p for p in body if p.ndim > 1]}, {"params": [p for p in body if p.ndim == 1], "weight_decay": 0.0}, {"params": head, "times": 8.0}]
    optimiser = torch.optim.AdamW(groups, lr=args.rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    total, seen, steps, started, losses = args.epochs * sum(map(len, texts)), 0, 0, time.time(), []
    generator, loss_of = np.random.default_rng(args.seed), nn.CrossEntropyLoss(ignore_index=IGNORE)
    while seen < total:
        for group in batches(texts, args.batch, generator):
            progress, warm = min(seen / total, 1.0), 0.06
            for part in optimiser.param_groups:
                part["lr"] = args.rate * part.get("times", 1.0) * max(progress / warm if progress < warm else (1 - progress) / (1 - warm), 0.01)
            ids, lengths = encoder.ids([texts[i] for i in group])
            tags = np.full(ids.shape, IGNORE, dtype=np.int64)
            for row, i in zip(tags, group, strict=True):
                row[1 : len(texts[i]) + 1] = tags_of(sentences[i], HEAD)
            encoder.train()
            loss = loss_of(encoder(ids, lengths).flatten(0, 1), torch.from_numpy(tags).flatten())
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimiser.step()
            seen, steps = seen + sum(len(texts[i]) for i in group), steps + 1
            losses.append(float(loss.detach()))
            if steps % 200 == 0:
                print(f"{progress:.3f} {seen / 1e6:.1f}M {seen / (time.time() - started):.0f}/s {np.mean(losses[-200:]):.4f}", flush=True)
            if seen >= total:
                break
        print(f"dev {seen / 1e6:.1f}M {time.time() - started:.0f}s {evaluate(encoder, dev)}", flush=True)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(encoder.state_dict(), args.out)


if __name__ == "__main__":
    main()
