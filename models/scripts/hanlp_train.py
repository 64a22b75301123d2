"""A small HanLP model: characters → BiLSTM → BIO tags, the network of HanLP's RNNNamedEntityRecognizer.

HanLP's own training loop learns 5,000 characters a second here; the layer in lstm.py learns the same function faster, and its
weights go into HanLP's network at the end. The character vectors start from LAC's (lac.py; HanLP's published ones
can't be shipped). No conditional random field: hanlp 2.1.5 hands it batches of the wrong orientation
(`CRF(n_out, crf_constraints)` in RNNTaggingModel, where the second argument is batch_first).

HanLP's network sees single characters only. What the shipped tagger knows by bigrams and dictionary words it is told: it learns the
probabilities that the tagger gives to each tag (knowledge distillation, Hinton, Vinyals and Dean 2015), and MSRA's labels beside them.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import time
from pathlib import Path

import hanlp
import lac
import numpy as np
import torch
from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer
from lstm import BiLSTM
from network import Dropout
from scores import Score
from torch import nn

from data import IGNORE, TAGS, Batches, load
from govnews_nlp.characters import Vocabulary, normalise
from govnews_nlp.ner.backends import HanLP
from govnews_nlp.ner.tagger import ENTITIES
from govnews_nlp.ner.tagger import Tagger as Shipped

BMES = TAGS["msra"]
BIO = ["O", *(f"{prefix}-{label}" for label in ("PER", "LOC", "ORG") for prefix in "BI")]
PLAIN = {"B": "B", "S": "B", "M": "I", "E": "I"}
SHARES = {"msra": (0.4, 0.5), "pku": (0.35, 0.35), "lac": (0.25, 0.15)}  # the last two without their own labels
GOLD = 0.5  # MSRA's labels against the teacher's
COMPONENT = "hanlp.components.ner.rnn_ner.RNNNamedEntityRecognizer"


class Network(nn.Module):
    def __init__(self, rows: np.ndarray, hidden: int):
        super().__init__()
        rows = torch.tensor(rows)
        self.embed = nn.Embedding.from_pretrained(rows / rows.std() * 0.5, freeze=False)
        self.lstm = BiLSTM(rows.shape[1], hidden)
        self.out = nn.Linear(2 * hidden, len(BIO))
        self.light, self.dropout = Dropout(0.15), Dropout(0.4)

    def forward(self, characters: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        mask = (torch.arange(len(characters))[:, None] < lengths[None]).to(torch.float32).unsqueeze(-1)
        return self.out(self.dropout(self.lstm(self.light(self.embed(characters)), mask)))


class Teacher:
    """The shipped tagger's probabilities of the BIO tags, (time, batch, tags)."""

    def __init__(self):
        self.tagger = Shipped.load()
        self.to_bio = np.zeros((len(BMES), len(BIO)), dtype=np.float32)
        for i, tag in enumerate(BMES):
            self.to_bio[i, BIO.index(plain(tag))] = 1

    def __call__(self, features: np.ndarray, lengths: np.ndarray) -> torch.Tensor:
        scores = self.tagger.run(features.astype(np.int32), lengths, (ENTITIES,))[0]
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        return torch.from_numpy((scores / scores.sum(-1, keepdims=True)) @ self.to_bio)


def plain(tag: str) -> str:
    """BMES → BIO."""
    return tag if tag == "O" else PLAIN[tag[0]] + tag[1:]


def train(work: Path, hidden: int, minutes: float, rate: float) -> tuple[Network, Vocabulary]:
    vocabulary = Vocabulary.load(work / "vocabulary.npz")
    model = Network(np.load(work / "vectors.npz")["lac"], hidden)
    batches = Batches(work, vocabulary, SHARES, 1600, 1, {"persons": 0.12, "lists": 0.01, "place_share": 0})
    teacher, to_bio = Teacher(), torch.tensor([BIO.index(plain(tag)) for tag in BMES] + [0])
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01, betas=(0.9, 0.99), foreach=True)
    average = {name: p.detach().clone() for name, p in model.named_parameters()}
    started, steps = time.time(), 0
    while (progress := (time.time() - started) / (60 * minutes)) < 1:
        batches.progress = progress
        for group in optimiser.param_groups:
            group["lr"] = rate * min(progress / 0.05, 0.5 * (1 + math.cos(math.pi * progress)), 1.0)
        batch = next(batches)
        tags, wanted = torch.from_numpy(batch.tags), teacher(batch.features, batch.lengths)
        inside = tags != IGNORE
        if batch.corpus == "msra":
            gold = nn.functional.one_hot(to_bio[torch.where(inside, tags, len(BMES))], len(BIO))
            wanted = GOLD * gold + (1 - GOLD) * wanted
        scores = model(torch.from_numpy(batch.features[0]), torch.tensor(batch.lengths)).log_softmax(-1)
        loss = -(wanted * scores).sum(-1)[inside].mean()
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        steps += 1
        with torch.no_grad():
            for name, p in model.named_parameters():
                average[name].lerp_(p, 1 - min(0.998, 1 - 1 / (steps + 1)))
        if steps % 400 == 0:
            print(f"{progress:.3f} {steps} {loss.item():.4f} {(time.time() - started):.0f} s", {name: round(value, 2) for name, value in batches.seen.items()}, flush=True)
    model.load_state_dict(average, strict=False)
    return model, vocabulary


def empty(alphabet: list[str], hidden: int, folder: Path) -> None:
    """HanLP's files for these characters: its component, trained on the alphabet."""
    table = folder.with_suffix(".tsv")
    table.write_text("\n".join(f"{character}\t{BIO[i % len(BIO)]}" for i, character in enumerate(alphabet)) + "\n\n", "utf-8")
    RNNNamedEntityRecognizer().fit(str(table), str(table), str(folder), embed=lac.HIDDEN, epochs=1, batch_size=1, rnn_hidden=hidden,
                                   crf=False, tagging_scheme="BIO", devices=-1, token_key="token")


@torch.no_grad()
def hand_over(model: Network, vocabulary: Vocabulary, folder: Path) -> None:
    """The weights into HanLP's network. torch.nn.LSTM has its gates in the order input, forget, cell, output."""
    component = hanlp.load(str(folder), devices=-1)
    theirs, tags, characters = component.model, component.vocabs["tag"].idx_to_token, component.vocabs["token"].idx_to_token
    ids = [int(vocabulary.features(character)[0, 0]) if len(character) == 1 else 0 for character in characters]
    theirs.embed.weight.copy_(model.embed.weight[ids])
    order = torch.cat([gate * model.lstm.hidden + torch.arange(model.lstm.hidden) for gate in (0, 1, 3, 2)])
    for d, end in enumerate(("", "_reverse")):
        getattr(theirs.word_lstm, f"weight_ih_l0{end}").copy_(model.lstm.w_in[d].t()[order])
        getattr(theirs.word_lstm, f"weight_hh_l0{end}").copy_(model.lstm.w_rec[d].t()[order])
        getattr(theirs.word_lstm, f"bias_ih_l0{end}").copy_(model.lstm.bias[d][order])
        getattr(theirs.word_lstm, f"bias_hh_l0{end}").zero_()
    rows = [BIO.index(tag) for tag in tags]
    theirs.out.weight.copy_(model.out.weight[rows])
    theirs.out.bias.copy_(model.out.bias[rows])
    component.save_weights(str(folder))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--hidden", type=int, default=320, help="a side")
    parser.add_argument("--minutes", type=float, default=75)
    parser.add_argument("--rate", type=float, default=3e-3)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    model, vocabulary = train(args.work, args.hidden, args.minutes, args.rate)
    # raw characters whose normal form the model knows, and those that stand for none
    alphabet = [chr(point) for point in range(0x21, 0xFFFD) if not 0xD800 <= point < 0xE000 and not chr(point).isspace()]
    alphabet = [character for character in alphabet if normalise(character) in vocabulary.characters]
    saved = args.work / "hanlp"
    shutil.rmtree(saved, ignore_errors=True)
    empty(alphabet, args.hidden, saved)
    hand_over(model, vocabulary, saved)
    args.out.mkdir(parents=True, exist_ok=True)
    for name in ("config.json", "vocabs.json", "model.pt"):
        shutil.copy(saved / name, args.out)
    config = json.loads((args.out / "config.json").read_text("utf-8")) | {"classpath": COMPONENT}
    (args.out / "config.json").write_text(json.dumps(config, ensure_ascii=False, indent=1) + "\n", "utf-8")
    sentences, score = load(args.work / "dev.jsonl"), Score()
    short = {"PERSON": "PER", "PLACE": "LOC", "ORG": "ORG"}
    for (_, gold), spans in zip(sentences, HanLP(str(args.out)).entities([text for text, _ in sentences]), strict=True):
        score.add(gold, [(a, b, short[label]) for a, b, label, _ in spans])
    print("dev, by HanLP:", score)
    meta = {"description": "persons, organisations, places: the network of HanLP's RNNNamedEntityRecognizer, taught by the tagger", "licence": "Apache-2.0",
            "scores": {"people_daily_dev": {"f1": round(score.f1, 4)}}}
    (args.out / "card.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
