"""Trains the tagger: several corpora, one encoder, a head each; the weights' moving average is kept.

The schedule goes by characters seen (--characters) or by the clock (--minutes), so that a run ends when it has to.
Each worker trains its own copy on one core; every few steps all copies become their mean (local SGD), which
loses less time than two threads on one copy.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import time
from pathlib import Path

import numpy as np
import torch
from network import Tagger
from scores import Score
from torch import multiprocessing as mp
from torch import nn

from data import IGNORE, SAME_HEAD, TAGS, Batches, encode, load
from govnews_nlp.characters import Vocabulary
from govnews_nlp.ner.decoding import spans_of_scores

AUGMENT = {"persons": 0.4, "lists": 0.05, "place_share": 0.15}
SHARES = {"msra": (0.40, 0.72), "pku": (0.25, 0.15), "resume": (0.05, 0.05), "lac": (0.30, 0.08)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--hidden", type=int, default=208)
    parser.add_argument("--layers", type=int, default=1)
    parser.add_argument("--body", choices=("lstm", "lac", "lac+lstm"), default="lstm")
    parser.add_argument("--lac-rate", type=float, default=0.2, help="of LAC's weights, times the rate")
    parser.add_argument("--dropout", type=float, default=0.4)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--batch", type=int, default=2600, help="characters")
    parser.add_argument("--characters", type=float, default=25e6)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--drop", type=json.loads, default={"characters": 0.03, "bigrams": 0.1, "words": 0.1}, help="shares of the features made unknown")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--together", type=int, default=12, help="steps between two means")
    parser.add_argument("--config", type=Path, help="JSON: the corpora's shares at the start and at the end, and how often names are drawn anew (configs/)")
    args = parser.parse_args()
    config = json.loads(args.config.read_text("utf-8")) if args.config else {"shares": SHARES, "augment": AUGMENT}
    args.shares, args.augment = config["shares"], config["augment"]
    args.out.mkdir(parents=True, exist_ok=True)
    shape = {"hidden": args.hidden, "class_width": 8, "dropout": args.dropout, "layers": args.layers, "body": args.body}
    torch.manual_seed(args.seed)
    model = Tagger(dict(np.load(args.work / "vectors.npz")), **shape)
    if args.start:
        model.load_state_dict(torch.load(args.start)["weights"])
    size = sum(p.numel() for p in model.parameters())
    shared = torch.zeros(args.workers, size).share_memory_()
    barrier = mp.get_context("spawn").Barrier(args.workers)
    stop = torch.zeros(1, dtype=torch.int32).share_memory_()
    mp.spawn(work, (args, shape, model.state_dict(), Mean(shared, barrier, stop)), nprocs=args.workers)


def work(rank: int, args: argparse.Namespace, shape: dict, weights: dict, mean: Mean) -> None:
    """One worker; the first one looks at the development set and saves."""
    os.setsid()  # Linux shares the processor out by session
    torch.set_num_threads(1)
    torch.manual_seed(args.seed * 1000 + rank)
    vocabulary = Vocabulary.load(args.work / "vocabulary.npz")
    model = Tagger(dict(np.load(args.work / "vectors.npz")), **shape)
    model.load_state_dict(weights)
    batches = Batches(args.work, vocabulary, args.shares, args.batch, args.seed * 1000 + rank, args.augment)
    Trainer(model, batches, args, shape, mean, rank).run()


class Mean:
    """Makes all workers' weights their mean; tells all to stop at the same step."""

    def __init__(self, shared: torch.Tensor, barrier, stop: torch.Tensor):
        self.shared, self.barrier, self.stop = shared, barrier, stop

    @torch.no_grad()
    def __call__(self, model: nn.Module, rank: int, finished: bool) -> bool:
        parameters = list(model.parameters())
        torch.cat([p.detach().flatten() for p in parameters], out=self.shared[rank])
        if finished:
            self.stop[0] = 1
        self.barrier.wait()
        mean = self.shared.mean(0)
        stopping = bool(self.stop[0])
        at = 0
        for p in parameters:
            p.copy_(mean[at : at + p.numel()].view_as(p))
            at += p.numel()
        self.barrier.wait()  # nobody writes before all have read
        return stopping


class Trainer:
    def __init__(self, model: Tagger, batches: Batches, args: argparse.Namespace, shape: dict, mean: Mean, rank: int):
        self.model, self.batches, self.args, self.shape, self.mean, self.rank = model, batches, args, shape, mean, rank
        self.dense = torch.optim.AdamW(model.dense_parameters(), lr=args.rate, weight_decay=0.01, betas=(0.9, 0.99), foreach=True)
        if pretrained := model.pretrained_parameters():
            self.dense.add_param_group({"params": pretrained, "share": args.lac_rate})
        self.sparse = torch.optim.SparseAdam(model.sparse_parameters(), lr=args.rate, betas=(0.9, 0.99))
        self.loss = nn.CrossEntropyLoss(ignore_index=IGNORE, label_smoothing=0.05)
        self.average = {name: p.detach().clone() for name, p in model.named_parameters()}
        self.started, self.characters, self.steps = time.time(), 0, 0
        self.dev = load(args.work / "dev.jsonl")

    @property
    def progress(self) -> float:
        if self.args.minutes:
            return (time.time() - self.started) / (60 * self.args.minutes)
        return self.characters * self.args.workers / self.args.characters

    def run(self) -> None:
        best, next_look, losses = 0.0, 0.15, {name: [] for name in self.args.shares}
        while True:
            progress = min(self.progress, 1.0)
            self.batches.progress = progress
            warm = 0.05 if not self.args.start else 0.02
            rate = progress / warm if progress < warm else 0.5 * (1 + math.cos(math.pi * (progress - warm) / (1 - warm)))
            for optimiser, share in ((self.dense, 1.0), (self.sparse, 0.5)):
                for group in optimiser.param_groups:
                    group["lr"] = self.args.rate * share * group.get("share", 1.0) * max(rate, 0.003)
            batch = next(self.batches)
            losses[batch.corpus].append(self.step(batch))
            if self.steps % self.args.together == 0 and self.mean(self.model, self.rank, progress >= 1):
                break
            if self.rank:
                continue
            if self.steps % self.args.together == 0:
                self.follow()
            if self.steps % 200 == 0:
                means = {name: round(float(np.mean(values[-60:])), 4) for name, values in losses.items() if values}
                passes = {name: round(value, 2) for name, value in self.batches.seen.items()}
                print(f"{progress:.3f} {self.characters / 1e6:.1f}M {self.characters / (time.time() - self.started):.0f}/s {means} {passes}", flush=True)
            if progress >= next_look and self.steps % self.args.together == 0:
                next_look += 0.07 if progress < 0.7 else 0.04
                score = self.look()
                if score > best:
                    best = score
                    self.save("best.pt")
        if self.rank == 0:
            self.look()
            self.save("last.pt")

    def step(self, batch) -> float:
        self.model.train()
        lengths = torch.tensor(batch.lengths)
        hidden = self.model.encode(torch.from_numpy(batch.features), lengths, self.args.drop)
        logits = self.model.heads[SAME_HEAD.get(batch.corpus, batch.corpus)](hidden)
        tags = torch.from_numpy(batch.tags)
        if tags.is_floating_point():  # probabilities
            loss = -(tags * logits.log_softmax(-1)).sum() / int(lengths.sum())
        else:
            loss = self.loss(logits.flatten(0, 1), tags.flatten())
        self.dense.zero_grad()
        self.sparse.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([p for group in self.dense.param_groups for p in group["params"]], 1.0)
        self.dense.step()
        self.sparse.step()
        self.steps += 1
        self.characters += int(lengths.sum())
        return float(loss.detach())

    @torch.no_grad()
    def follow(self) -> None:
        """The moving average of the weights."""
        n = self.args.together
        keep = min(0.998**n, 1 - n / (self.steps + n))
        for name, p in self.model.named_parameters():
            self.average[name].lerp_(p, 1 - keep)

    def look(self) -> float:
        """Entity F1 of the averaged weights on the development set."""
        kept = {name: p.detach().clone() for name, p in self.model.named_parameters()}
        self.model.load_state_dict(self.average, strict=False)
        score = evaluate(self.model, self.batches.vocabulary, self.dev)
        self.model.load_state_dict(kept, strict=False)
        print(f"dev {self.characters / 1e6:.1f}M {time.time() - self.started:.0f}s {score}", flush=True)
        return score.f1

    def save(self, name: str) -> None:
        weights = {**self.model.state_dict(), **self.average}
        torch.save({"shape": self.shape, "weights": weights, "characters": self.characters, "seconds": time.time() - self.started}, self.args.out / name)


@torch.no_grad()
def evaluate(model: Tagger, vocabulary: Vocabulary, sentences, head: str = "msra") -> Score:
    model.eval()
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i][0]))
    score = Score()
    for at in range(0, len(order), 64):
        group = [sentences[i] for i in order[at : at + 64]]
        batch = encode([(text, []) for text, _ in group], head, vocabulary)
        group.sort(key=lambda sentence: -len(sentence[0]))
        logits = model.heads[head](model.encode(torch.from_numpy(batch.features), torch.tensor(batch.lengths)))
        found = spans_of_scores(logits.transpose(0, 1).numpy(), batch.lengths, tuple(TAGS[head]))
        for (_, gold), spans in zip(group, found, strict=True):
            score.add(gold, spans)
    return score


if __name__ == "__main__":
    main()
