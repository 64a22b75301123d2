#!/usr/bin/env python
"""Count how often a character stands in a surname and at each place of a given name → lexicons/name_characters.csv.

usage: build_name_characters.py CORPORA

CORPORA holds people_daily_1998/199801.txt.gz (word/tag, nr nr = surname and given name) and msra/msra_train_bmes.txt.gz
(character<TAB>tag). Only counts of single characters come out, no names.
"""

import csv
import gzip
import sys
from collections import Counter
from pathlib import Path

SURNAMES = Path(__file__).parents[1] / "src/govnews_nlp/lexicons/names.toml"
TARGET = Path(__file__).parents[1] / "src/govnews_nlp/lexicons/name_characters.csv"
RAREST, COMMON = 3, 30  # a character is kept if it stands in so many names, or so often in text


def pku_names(path):
    """(surname, given name) from consecutive /nr words."""
    for line in gzip.open(path, "rt", encoding="utf-8"):
        words = [token.rsplit("/", 1) for token in line.split() if "/" in token]
        for (first, tag), (second, next_tag) in zip(words, words[1:], strict=False):
            if tag == next_tag == "nr" and len(first) <= 2 and len(second) <= 2:
                yield first, second


def msra_names(path, surnames):
    name = ""
    for line in gzip.open(path, "rt", encoding="utf-8"):
        character, _, tag = line.rstrip("\n").partition("\t")
        if tag.endswith("PER"):
            name = character if tag[0] in "BS" else name + character
            if tag[0] in "ES" and 2 <= len(name) <= 3 and name[0] in surnames:
                yield name[0], name[1:]


def words_of(path):
    """Characters of ordinary text: what a given name is weighed against."""
    for line in gzip.open(path, "rt", encoding="utf-8"):
        for token in line.split():
            word, _, tag = token.rpartition("/")
            if tag != "nr":
                yield from word


def main():
    corpora = Path(sys.argv[1])
    surname, middle, last, single, text = Counter(), Counter(), Counter(), Counter(), Counter()
    pku = corpora / "people_daily_1998/199801.txt.gz"
    names = list(pku_names(pku))
    surnames = {first for first, _ in names}
    names += msra_names(corpora / "msra/msra_train_bmes.txt.gz", surnames)
    for first, given in set(names):
        surname[first] += 1
        if len(given) == 1:
            single[given] += 1
        else:
            middle[given[0]] += 1
            last[given[1]] += 1
    text.update(words_of(pku))
    characters = sorted({c for counter in (middle, last, single, text) for c in counter} | {c for c in surname if len(c) == 1})
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["character", "surname", "middle", "last", "single", "text"])
        for c in characters:
            if "㐀" <= c <= "鿿" and (surname[c] + middle[c] + last[c] + single[c] >= RAREST or text[c] >= COMMON):
                rows.writerow([c, surname[c], middle[c], last[c], single[c], text[c]])


if __name__ == "__main__":
    main()
