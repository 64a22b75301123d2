"""The pkuseg model of news text: spacy-pkuseg's conditional random field, trained on People's Daily of 1998."""

from __future__ import annotations

import argparse
import json
import shutil
from itertools import accumulate
from pathlib import Path

import spacy_pkuseg
from spacy_pkuseg.config import config

from data import load

HELD_OUT = 25  # every 25th sentence tells the score


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--iterations", type=int, default=8)
    parser.add_argument("--trim", type=int, default=3, help="features that are seen less often are left out: keeps the model small")
    args = parser.parse_args()
    lines = [" ".join(text[a:b] for a, b, _ in spans) + "\n" for text, spans in load(args.work / "pku.jsonl")]
    parts = {"train": [line for i, line in enumerate(lines) if i % HELD_OUT], "test": lines[::HELD_OUT]}
    for name, part in parts.items():
        (args.work / f"pkuseg.{name}.txt").write_text("".join(part), "utf-8")
    config.featureTrim = args.trim
    trained = args.work / "pkuseg"
    spacy_pkuseg.train(str(args.work / "pkuseg.train.txt"), str(args.work / "pkuseg.test.txt"), str(trained), train_iter=args.iterations)
    args.out.mkdir(parents=True, exist_ok=True)
    for path in trained.iterdir():
        if path.suffix in (".npz", ".msgpack", ".pkl", ".json"):
            shutil.copy(path, args.out)
            print(path.name, path.stat().st_size)
    meta = {"description": "words of news text: spacy-pkuseg's conditional random field", "licence": "MIT",
            "scores": {"held-back sentences": {"f1": round(word_f1(args.out, parts["test"]), 4)}}}
    (args.out / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", "utf-8")


def word_f1(model: Path, lines: list[str]) -> float:
    """F1 of words on lines whose words are divided by blanks."""
    segmenter = spacy_pkuseg.pkuseg(model_name=str(model), user_dict=None)
    right = found = gold = 0
    for line in lines:
        words = line.split()
        spans = [{(end - len(word), end) for word, end in zip(cut, accumulate(map(len, cut)), strict=True)} for cut in (words, segmenter.cut("".join(words)))]
        gold, found, right = gold + len(spans[0]), found + len(spans[1]), right + len(spans[0] & spans[1])
    return 2 * right / max(gold + found, 1)


if __name__ == "__main__":
    main()
