"""Scores of a shipped model on sentences that it was never trained on → meta.json, and the table for the card."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import corpora as read
from scores import Score

from govnews_nlp.ner.tagger import FILES, Tagger

SETS = {"people_daily_dev": "people_daily/example.dev", "people_daily_test": "people_daily/example.test", "msra_test": "msra/msra_test_bio.txt"}
SHORT = {"PERSON": "PER", "PLACE": "LOC", "ORG": "ORG"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--corpora", nargs="+", type=Path, required=True)
    parser.add_argument("--write", action="store_true", help="write the scores into meta.json")
    args = parser.parse_args()
    tagger = Tagger.load(args.model)
    scores: dict[str, object] = {}
    for name, path in SETS.items():
        sentences = list(read.read_columns(read.find(args.corpora, path)))
        texts = [text for text, _ in sentences]
        started, busy = time.perf_counter(), time.process_time()
        found = tagger.entities(texts)
        seconds, busy = time.perf_counter() - started, time.process_time() - busy
        score = Score()
        for (_, gold), spans in zip(sentences, found, strict=True):
            score.add(gold, [(a, b, SHORT[label]) for a, b, label, _ in spans])
        print(f"{name}: {score}; {sum(map(len, texts)) / seconds:,.0f} characters/s, {sum(map(len, texts)) / busy:,.0f} a second of CPU")
        scores[name] = {"f1": round(score.f1, 4), **{label: round(score.of(label)[2], 4) for label in sorted(SHORT.values())}}
    size = sum((args.model / name).stat().st_size for name in FILES)
    print(f"size: {size:,} bytes")
    if args.write:
        path = args.model / "meta.json"
        meta = json.loads(path.read_text("utf-8")) | {"scores": scores, "bytes": size}
        path.write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
