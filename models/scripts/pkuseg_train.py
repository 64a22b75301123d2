"""The pkuseg model of news text: spacy-pkuseg's conditional random field, trained on People's Daily of 1998."""

from __future__ import annotations

import argparse
import shutil
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


if __name__ == "__main__":
    main()
