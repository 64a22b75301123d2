"""A small HanLP model (characters, BiLSTM, conditional random field) on the same sentences, without pretrained weights."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer

from data import load

LONGEST = 150


def write(sentences, path: Path) -> None:
    """character<TAB>tag lines in IOBES, a blank line between sentences."""
    with open(path, "w", encoding="utf-8") as file:
        for text, spans in sentences:
            if not text.strip() or len(text) > LONGEST:
                continue
            tags = ["O"] * len(text)
            for start, end, label in spans:
                if label in ("PER", "LOC", "ORG"):
                    tags[start:end] = [f"S-{label}"] if end - start == 1 else [f"B-{label}", *[f"I-{label}"] * (end - start - 2), f"E-{label}"]
            file.writelines(f"{character if not character.isspace() else '_'}\t{tag}\n" for character, tag in zip(text, tags, strict=True))
            file.write("\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--sentences", type=int, help="at most so many")
    args = parser.parse_args()
    write(load(args.work / "msra.jsonl")[: args.sentences], args.work / "hanlp.train.tsv")
    write(load(args.work / "dev.jsonl"), args.work / "hanlp.dev.tsv")
    saved = args.work / "hanlp"
    RNNNamedEntityRecognizer().fit(str(args.work / "hanlp.train.tsv"), str(args.work / "hanlp.dev.tsv"), str(saved), embed=64, epochs=args.epochs,
                                   batch_size=64, rnn_hidden=128, devices=-1, token_key="token")
    args.out.mkdir(parents=True, exist_ok=True)
    for path in saved.iterdir():
        if path.suffix in (".json", ".pt"):
            shutil.copy(path, args.out)


if __name__ == "__main__":
    main()
