"""A small HanLP model: characters and bigrams → BiLSTM → BIO tags, HanLP's RNNNamedEntityRecognizer.

HanLP's own network sees single characters only; the bigrams come by an embedding that its config.json names, and so does a conditional
random field that works (govnews_nlp/ner/hanlp_parts.py). HanLP's training loop learns 5,000 characters a second here; the layer in lstm.py learns
the same function faster, and its weights go into HanLP's network at the end. The random field is not trained: it only forbids what is not well formed.

Vectors of characters and bigrams start from the shipped tagger's, and its probabilities of each tag are learnt (knowledge distillation,
Hinton, Vinyals and Dean 2015) beside MSRA's labels: so it hears of the dictionary words, which it does not see.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from pathlib import Path

import corpora as read
import lac
import numpy as np
import onnx
import torch
from hanlp.common.vocab import Vocab
from hanlp.layers.crf.crf import CRF
from hanlp.layers.embeddings.embedding import EmbeddingList
from hanlp.layers.embeddings.word2vec import Word2VecEmbedding
from lstm import BiLSTM
from network import Dropout
from scores import Score
from torch import nn

from data import IGNORE, TAGS, Batches, encode, load
from govnews_nlp.characters import Vocabulary, code_points, grams, normalise
from govnews_nlp.ner.backends import HanLP
from govnews_nlp.ner.hanlp_parts import BigramEmbedding, Recognizer, name_of
from govnews_nlp.ner.tagger import ENTITIES
from govnews_nlp.ner.tagger import Tagger as Shipped

BMES = TAGS["msra"]
BIO = ["O", *(f"{prefix}-{label}" for label in ("PER", "LOC", "ORG") for prefix in "BI")]
PLAIN = {"B": "B", "S": "B", "M": "I", "E": "I"}
SHARES = {"msra": (0.45, 0.55), "pku": (0.3, 0.3), "lac": (0.25, 0.15)}  # the last two without their own labels
GOLD = 0.5  # MSRA's labels against the teacher's
SHORT = {"PERSON": "PER", "PLACE": "LOC", "ORG": "ORG"}
FORBIDDEN = -1e4  # of 16 bits
LOOKS = 6  # at the development set


def plain(tag: str) -> str:
    """BMES → BIO."""
    return tag if tag == "O" else PLAIN[tag[0]] + tag[1:]


class Teacher:
    """The shipped tagger: its probabilities of the BIO tags, (time, batch, tags), and its vectors of bigrams."""

    def __init__(self, folder: Path):
        self.tagger = Shipped.load(folder)
        self.vocabulary: Vocabulary = self.tagger.vocabulary
        self.to_bio = np.zeros((len(BMES), len(BIO)), dtype=np.float32)
        for i, tag in enumerate(BMES):
            self.to_bio[i, BIO.index(plain(tag))] = 1
        graph = onnx.load_from_string(self.tagger.files["tagger.onnx"]).graph
        table = next(constant for constant in graph.initializer if constant.name == "bigrams.table")
        self.bigrams = onnx.numpy_helper.to_array(table).astype(np.float32) - 128

    def __call__(self, features: np.ndarray, lengths: np.ndarray) -> torch.Tensor:
        scores = self.tagger.run(features.astype(np.int32), lengths, (ENTITIES,))[0]
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        return torch.from_numpy((scores / scores.sum(-1, keepdims=True)) @ self.to_bio)


def forbid(field: CRF) -> CRF:
    """A conditional random field that knows only which tags may follow one another."""
    for weights in field.parameters():
        nn.init.zeros_(weights)
    for j, tag in enumerate(BIO):
        if tag[0] == "I":
            field.start_transitions.data[j] = FORBIDDEN
            field.transitions.data[[i for i, before in enumerate(BIO) if before[2:] != tag[2:]], j] = FORBIDDEN
    return field


def common(vocabulary: Vocabulary, work: Path, count: int) -> list[str]:
    """The commonest bigrams of the raw text."""
    seen = np.zeros(len(vocabulary.bigrams), dtype=np.int64)
    keys = grams(code_points((work / "raw.txt").read_text("utf-8").replace("\n", "\0")), 2)
    for part in np.array_split(keys, max(len(keys) // 1_000_000, 1)):
        at = np.minimum(np.searchsorted(vocabulary.bigrams, part), len(seen) - 1)
        seen += np.bincount(at[vocabulary.bigrams[at] == part], minlength=len(seen))
    best = np.sort(np.argsort(-seen, kind="stable")[:count])
    return [chr(int(key) >> 16) + chr(int(key) & 0xFFFF) for key in vocabulary.bigrams[best]]


class Network(nn.Module):
    """Ids of characters and bigrams: the vocabulary's, which `few` maps to the bigrams that are kept (0: unknown)."""

    def __init__(self, characters: np.ndarray, bigrams: np.ndarray, few: np.ndarray, hidden: int):
        super().__init__()
        self.characters, self.bigrams = (nn.Embedding.from_pretrained(torch.tensor(rows / rows.std() * 0.5), freeze=False, sparse=sparse)
                                         for rows, sparse in ((characters, False), (bigrams, True)))
        self.register_buffer("few", torch.tensor(few))
        self.lstm = BiLSTM(characters.shape[1] + 2 * bigrams.shape[1], hidden)
        self.out = nn.Linear(2 * hidden, len(BIO))
        self.light, self.dropout = Dropout(0.12), Dropout(0.33)

    def forward(self, features: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        pairs = self.few[features[1:3]]
        if self.training:
            pairs = pairs * (torch.rand(pairs.shape) >= 0.07)
        x = torch.cat([self.characters(features[0]), *self.bigrams(pairs)], dim=-1)
        mask = (torch.arange(len(x))[:, None] < lengths[None]).to(torch.float32).unsqueeze(-1)
        return self.out(self.dropout(self.lstm(self.light(x), mask)))


def start(teacher: Teacher, bigrams: list[str], hidden: int) -> Network:
    ids = np.array([teacher.vocabulary.features(pair)[2, 0] for pair in bigrams])
    few = np.zeros(len(teacher.bigrams), dtype=np.int64)
    few[ids] = np.arange(1, len(ids) + 1)
    characters = lac.character_rows(teacher.vocabulary.characters).astype(np.float32)
    return Network(characters, np.concatenate([teacher.bigrams[:1], teacher.bigrams[ids]]), few, hidden)


class Training:
    """By the clock; the weights' moving average is kept, and saved at each look at the development set."""

    def __init__(self, model: Network, teacher: Teacher, work: Path, rate: float):
        self.model, self.teacher, self.rate = model, teacher, rate
        self.dev, self.saved = load(work / "dev.jsonl"), work / "hanlp.pt"
        self.batches = Batches(work, teacher.vocabulary, SHARES, 1600, 1, {"persons": 0.12, "lists": 0.01, "place_share": 0})
        self.to_bio = torch.tensor([BIO.index(plain(tag)) for tag in BMES] + [0])
        dense = [p for name, p in model.named_parameters() if name != "bigrams.weight"]
        self.optimisers = (torch.optim.AdamW(dense, lr=rate, weight_decay=0.01, betas=(0.9, 0.99), foreach=True),
                           torch.optim.SparseAdam([model.bigrams.weight], lr=rate, betas=(0.9, 0.99)))
        self.average = {name: p.detach().clone() for name, p in model.named_parameters()}

    def run(self, minutes: float) -> None:
        started, steps, looks, characters = time.time(), 0, 0, 0
        while (progress := (time.time() - started) / (60 * minutes)) < 1:
            self.batches.progress = progress
            for optimiser, share in zip(self.optimisers, (1.0, 0.5), strict=True):
                for group in optimiser.param_groups:
                    group["lr"] = self.rate * share * min(progress / 0.03, 0.5 * (1 + math.cos(math.pi * progress)), 1.0)
            batch = next(self.batches)
            loss = self.step(batch)
            steps, characters = steps + 1, characters + int(batch.lengths.sum())
            if steps % 4 == 0:
                keep = min(0.998**4, 1 - 4 / (steps + 4))
                with torch.no_grad():
                    for name, p in self.model.named_parameters():
                        self.average[name].lerp_(p, 1 - keep)
            if progress * LOOKS > looks + 1:
                looks += 1
                print(f"{progress:.2f} {steps} {characters / 1e6:.1f}M loss {loss:.4f} {time.time() - started:.0f} s", self.look(), flush=True)
        print(f"{steps} steps, {characters / 1e6:.1f}M characters", {name: round(value, 2) for name, value in self.batches.seen.items()}, self.look(), flush=True)
        self.model.load_state_dict(self.average, strict=False)

    def step(self, batch) -> float:
        tags, wanted = torch.from_numpy(batch.tags), self.teacher(batch.features, batch.lengths)
        inside = tags != IGNORE
        if batch.corpus == "msra":
            gold = nn.functional.one_hot(self.to_bio[torch.where(inside, tags, len(BMES))], len(BIO))
            wanted = GOLD * gold + (1 - GOLD) * wanted
        scores = self.model(torch.from_numpy(batch.features), torch.tensor(batch.lengths)).log_softmax(-1)
        loss = -(wanted * scores).sum(-1)[inside].mean()
        for optimiser in self.optimisers:
            optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([p for group in self.optimisers[0].param_groups for p in group["params"]], 1.0)
        for optimiser in self.optimisers:
            optimiser.step()
        return float(loss.detach())

    @torch.no_grad()
    def look(self) -> Score:
        """The averaged weights' score on the development set; saves them."""
        kept = {name: p.detach().clone() for name, p in self.model.named_parameters()}
        self.model.load_state_dict(self.average, strict=False)
        torch.save(self.model.state_dict(), self.saved)
        self.model.eval()
        score, field = Score(), forbid(CRF(len(BIO), batch_first=False))
        order = sorted(self.dev, key=lambda sentence: -len(sentence[0]))
        for at in range(0, len(order), 48):
            batch = encode([(text, []) for text, _ in order[at : at + 48]], "msra", self.teacher.vocabulary)
            best = field.decode(self.model(torch.from_numpy(batch.features), torch.tensor(batch.lengths)), torch.from_numpy(batch.tags != IGNORE))
            for (_, gold), tags in zip(order[at : at + 48], best, strict=True):
                score.add(gold, list(read.spans_of_tags([BIO[tag] for tag in tags])))
        self.model.load_state_dict(kept, strict=False)
        self.model.train()
        return score


def empty(alphabet: list[str], bigrams: list[str], model: Network) -> Recognizer:
    """HanLP's component with its vocabularies and a network of the right shape."""
    component, field = Recognizer(), "token"
    vocabs = {"tag": Vocab(idx_to_token=BIO, pad_token=None, unk_token=None), field: Vocab(), name_of(field): Vocab()}
    vocabs[field].update(alphabet)
    vocabs[name_of(field)].update(bigrams)
    component.vocabs.update(vocabs)
    component.vocabs.lock()
    embed = EmbeddingList(Word2VecEmbedding(field, model.characters.embedding_dim, trainable=True), BigramEmbedding(field, model.bigrams.embedding_dim))
    component.config.update(embed=embed, rnn_input=None, rnn_hidden=model.lstm.hidden, drop=0.33, crf=True, token_key=field, token_delimiter="",
                            tagging_scheme="BIO", batch_size=32)
    component.model = component.build_model(**component.config)
    forbid(component.model.crf)
    return component


@torch.no_grad()
def hand_over(model: Network, vocabulary: Vocabulary, bigrams: list[str], folder: Path) -> None:
    """The weights into HanLP's network, 16 bits each. torch.nn.LSTM has its gates in the order input, forget, cell, output."""
    # raw characters whose normal form the model knows
    alphabet = [chr(point) for point in range(0x21, 0xFFFD) if not 0xD800 <= point < 0xE000 and not chr(point).isspace()]
    alphabet = [character for character in alphabet if normalise(character) in vocabulary.characters]
    component = empty(alphabet, bigrams, model)
    theirs = component.model.half()
    ids = [0, 0, *(int(vocabulary.features(character)[0, 0]) for character in alphabet)]  # padding, unknown
    theirs.embed[0].embed.weight.copy_(model.characters.weight[ids])
    theirs.embed[1].embed.weight.copy_(model.bigrams.weight[[0, 0, *range(1, len(bigrams) + 1)]])
    order = torch.cat([gate * model.lstm.hidden + torch.arange(model.lstm.hidden) for gate in (0, 1, 3, 2)])
    for d, end in enumerate(("", "_reverse")):
        getattr(theirs.word_lstm, f"weight_ih_l0{end}").copy_(model.lstm.w_in[d].t()[order])
        getattr(theirs.word_lstm, f"weight_hh_l0{end}").copy_(model.lstm.w_rec[d].t()[order])
        getattr(theirs.word_lstm, f"bias_ih_l0{end}").copy_(model.lstm.bias[d][order])
        getattr(theirs.word_lstm, f"bias_hh_l0{end}").zero_()
    theirs.out.weight.copy_(model.out.weight)
    theirs.out.bias.copy_(model.out.bias)
    folder.mkdir(parents=True, exist_ok=True)
    component.save(str(folder))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--tagger", type=Path, required=True, help="folder of the teacher, the shipped tagger")
    parser.add_argument("--hidden", type=int, default=208, help="a side")
    parser.add_argument("--bigrams", type=int, default=80_000)
    parser.add_argument("--minutes", type=float, default=75)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--start", type=Path, help="weights to go on from (hanlp.pt); with --minutes 0 they are only handed over")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    teacher = Teacher(args.tagger)
    bigrams = common(teacher.vocabulary, args.work, args.bigrams)
    model = start(teacher, bigrams, args.hidden)
    if args.start:
        model.load_state_dict(torch.load(args.start))
    if args.minutes:
        Training(model, teacher, args.work, args.rate).run(args.minutes)
    hand_over(model, teacher.vocabulary, bigrams, args.out)
    sentences, score = load(args.work / "dev.jsonl"), Score()
    for (_, gold), spans in zip(sentences, HanLP(str(args.out)).entities([text for text, _ in sentences]), strict=True):
        score.add(gold, [(a, b, SHORT[label]) for a, b, label, _ in spans])
    print("dev, by HanLP:", score)
    for path in sorted(args.out.iterdir()):
        print(path.name, path.stat().st_size)
    meta = {"description": "persons, organisations, places: HanLP's RNNNamedEntityRecognizer with bigrams and well-formed tags, taught by the tagger", "licence": "Apache-2.0",
            "scores": {"people_daily_dev": {"f1": round(score.f1, 4)}}}
    (args.out / "card.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
