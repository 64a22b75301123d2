"""Reading the corpora, and the windows that keep evaluation sentences out of training."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

WINDOW = 14
NOT_WORD = re.compile(r"[\W_]+")
EVALUATION = ("people_daily/example.dev", "people_daily/example.test", "msra/msra_test_bio.txt")
Sentence = tuple[str, list[tuple[int, int, str]]]  # text, (start, end, label)


def find(corpora: list[Path], name: str) -> Path:
    """The first folder that has the file."""
    for folder in corpora:
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(f"{name}: not in {', '.join(map(str, corpora))}; set GOVNEWS_CORPORA or see models/README.md")


def read_columns(path: Path) -> Iterator[Sentence]:
    """`character tag` lines (BIO or BMES), a blank line between sentences."""
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")
    with opened as file:
        characters, tags = [], []
        for line in [*file, "\n"]:
            cells = line.rstrip("\r\n").split("\t") if "\t" in line else line.split()
            if len(cells) >= 2:
                characters.append(cells[0] if len(cells[0]) == 1 else "?")
                tags.append(cells[-1])
            elif characters:
                yield "".join(characters), list(spans_of_tags(tags))
                characters, tags = [], []


def spans_of_tags(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    """Spans of a BIO or BMES sequence."""
    start, label = None, None
    for i, tag in enumerate([*tags, "O"]):
        prefix, _, kind = tag.partition("-")
        if start is not None and (prefix in "BSO" or kind != label):
            yield start, i, label
            start = None
        if prefix in "BS" or (prefix in "IME" and start is None and prefix != "O"):
            start, label = i, kind


def read_pku(path: Path) -> Iterator[Sentence]:
    """word/tag lines; the spans are all words with their tags, a surname and a given name (nr nr) joined to one nr."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            words = [item.rsplit("/", 1) for item in line.split() if "/" in item]
            text, spans, i = "", [], 0
            while i < len(words):
                word, tag = words[i]
                if tag == "nr" and len(word) <= 2 and i + 1 < len(words) and words[i + 1][1] == "nr" and len(words[i + 1][0]) <= 2:
                    word, i = word + words[i + 1][0], i + 1
                spans.append((len(text), len(text) + len(word), tag))
                text, i = text + word, i + 1
            if text:
                yield text, spans


def read_xwlb(folder: Path) -> Iterator[str]:
    """Texts of the evening news."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)["text"]


def windows(text: str) -> Iterator[str]:
    """Stretches of 14 characters, width normalised and punctuation removed."""
    bare = NOT_WORD.sub("", unicodedata.normalize("NFKC", text))
    for i in range(len(bare) - WINDOW + 1):
        yield bare[i : i + WINDOW]


def evaluation_windows(corpora: list[Path]) -> set[str]:
    """Windows of every development and test sentence."""
    return {window for name in EVALUATION for text, _ in read_columns(find(corpora, name)) for window in windows(text)}


def clean(sentences: Iterable[Sentence], kept_out: set[str]) -> Iterator[Sentence]:
    """Sentences that share no window with the evaluation sentences."""
    return (sentence for sentence in sentences if not any(window in kept_out for window in windows(sentence[0])))
