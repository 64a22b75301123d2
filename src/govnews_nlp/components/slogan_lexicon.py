"""The known slogans: lexicons/slogans.csv as one automaton, and how sure a hit of it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from ..lexicon import LexiconError, load_csv, load_toml
from ..segmentation import Span
from .slogan_shapes import NUMERALS, any_of

# ---- how sure a hit is
KNOWN_QUOTED, KNOWN, GENERAL, KNOWN_WITH_NOUN, AT_HOME, SHORT_WITH_NOUN = 0.97, 0.95, 0.7, 0.8, 0.75, 0.65

# 《关于…的意见》: titles, in which only quoted forms count
TITLE_OF_BOOK = re.compile(r"《[^《》\n]{1,120}》")


@dataclass(slots=True, frozen=True)
class Entry:
    """A line of slogans.csv. certain: yes, no (only quoted or with its noun), general (a policy term)."""

    slogan: str
    kind: str
    certain: str
    origin: str


@dataclass(slots=True)
class Candidate:
    """A form found in the text. score: of a known one, how sure the hit is; of a new one, shape and frame."""

    start: int
    end: int
    text: str
    score: float
    kind: str
    slogan: str
    quoted: bool
    known: bool
    evidence: str


class SloganLexicon:
    """The lexicon compiled: the printed forms of all entries."""

    def __init__(self, lexicons: str | None):
        self.entries: dict[str, Entry] = {}
        for row in load_csv("slogans", lexicons):
            for form in _forms(row):
                self.entries[form] = Entry(row["slogan"], row.get("kind") or "other", row.get("certain") or "yes", row.get("origin") or "")
        self.forms = list(self.entries)
        self.automaton = automaton(self.forms)
        self.naming_noun = re.compile(any_of(load_toml("slogan_forms", lexicons)["naming"]["nouns"]))

    def find(self, text: str, quotes: list[Span], region: str | None = None) -> Iterator[Candidate]:
        """The lexicon's forms in the text. quotes: what stands between quotation marks; region: the article's."""
        if self.automaton is None:
            return
        books = [match.span() for match in TITLE_OF_BOOK.finditer(text)] if "《" in text else []
        quote = book = 0
        for index, start, end in self.automaton.find_matches_as_indexes(text):
            while quote < len(quotes) and quotes[quote][1] <= start:
                quote += 1
            while book < len(books) and books[book][1] <= start:
                book += 1
            quoted = quote < len(quotes) and quotes[quote][0] <= start and end <= quotes[quote][1]
            if not quoted and book < len(books) and books[book][0] < start:
                continue
            form = self.forms[index]
            entry = self.entries[form]
            whole = quoted and quotes[quote] == (start, end)
            score = KNOWN_QUOTED if whole else self._score(text, start, end, entry, region or "")
            if score:
                evidence = "lexicon, quoted" if quoted else "lexicon"
                yield Candidate(start, end, form, score, entry.kind, entry.slogan, quoted, True, evidence)

    def _score(self, text: str, start: int, end: int, entry: Entry, region: str) -> float:
        """How sure an unquoted hit is; 0: it is not one."""
        first, last, before, after = text[start], text[end - 1], text[start - 1 : start], text[end : end + 1]
        if first.isdigit() and before and before in "0123456789.+-":
            return 0.0
        if last.isdigit() and after and after in "0123456789.+-%年月日号个万亿":
            return 0.0
        if first in NUMERALS and before in NUMERALS:
            return 0.0  # 党的二[十大战略]部署, 第[四种形态]
        if entry.certain == "general":
            return GENERAL
        if entry.certain == "yes":
            return KNOWN
        # an ordinary word, unless its noun makes it the name of something: 三变改革, 双碳目标
        if not self.naming_noun.match(text, end):
            # in its own province a number form needs none: 办好两件大事 in 内蒙古
            at_home = entry.kind == "number form" and end - start > 2 and entry.origin and region.startswith(entry.origin)
            return AT_HOME if at_home else 0.0
        if end - start > 2:
            return KNOWN_WITH_NOUN
        return SHORT_WITH_NOUN if first in NUMERALS or first == "双" else 0.0


def automaton(forms: list[str]) -> AhoCorasick | None:
    return AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest) if forms else None


def _forms(row: dict[str, str]) -> list[str]:
    """The printed forms of a lexicon line: text, variants, and 、 as a comma in formulas."""
    if not row.get("slogan"):
        raise LexiconError(f"slogans.csv: no slogan in the line {row}: fill the column 'slogan'")
    forms = [row.get("text") or row["slogan"], *filter(None, (row.get("variants") or "").split("|"))]
    forms += [form.replace("、", mark) for form in forms if "、" in form for mark in ("，", ",")]
    return list(dict.fromkeys(forms))
