"""Scores against annotated articles: set precision, recall and F1 over all articles (micro-averaged).

The annotation is one JSON file an article (docs/evaluation.md). What stands in a list X_optional may be found or left
out without gain or loss. Surfaces are compared without quotation marks and blanks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from .article import Article
from .extraction import extract
from .lexicon import load_toml
from .schema import LEVELS
from .tables import EventTables

if TYPE_CHECKING:
    from spacy.language import Language

QUOTES_AND_SPACE = re.compile(r"[\s“”\"‘’'「」『』]+")
PUNCTUATION = re.compile(r"[\W_]+")
LONGEST_NOUN = 6  # characters of the noun that may follow a slogan (“141”体系)
START, SHORTEST_START = 8, 4  # characters by which statements are compared


def _bare(value: Any) -> str:
    return QUOTES_AND_SPACE.sub("", str(value or ""))


def _start(value: Any) -> str:
    return PUNCTUATION.sub("", str(value or ""))[:START]


def _speaker(value: Any) -> str:
    """A meeting that speaks is one speaker, whatever name it is given."""
    name = _bare(value)
    return "会议" if name.endswith(("会", "会议")) else name


# ---------------------------------------------------------------- what is compared

def _people(article: dict, key: str) -> list[Hashable]:
    return [_bare(item["person"]) for item in article.get(key) or []]


def _excused(article: dict, key: str) -> list[Hashable]:
    """Nothing said of the persons of officials_optional is spurious."""
    return [(_bare(item["person"]), None) for item in article.get("officials_optional") or []] if key.endswith("_optional") else []


def _titles(article: dict, key: str) -> list[Hashable]:
    return [*_excused(article, key), *((_bare(item["person"]), _bare(title)) for item in article.get("officials") or [] for title in item.get(key) or [])]


def _levels(article: dict, key: str) -> list[Hashable]:
    officials = article.get("officials") or []
    if key.endswith("_optional"):
        return [*_excused(article, key), *((_bare(item["person"]), None) for item in officials if not item.get("level"))]
    return [(_bare(item["person"]), item["level"]) for item in officials if item.get("level")]


def _meetings(article: dict, key: str, held: bool = False) -> list[Hashable]:
    return [tuple(_bare(name) for name in ([item["name"]] if isinstance(item["name"], str) else item["name"]))
            for item in article.get(key) or [] if not held or key != "meetings" or item.get("status") == "held"]


def _held(article: dict, key: str) -> list[Hashable]:
    return _meetings(article, key, held=True)


def _full_names(article: dict, key: str) -> list[Hashable]:
    """The longest name of each meeting, alone."""
    return [names[:1] for names in _meetings(article, key)] if key == "meetings" else _meetings(article, key)


def _dates(article: dict, key: str) -> list[Hashable]:
    return [(_bare(item), None) if isinstance(item, str) else (_bare(item["text"]), item.get("value")) for item in article.get(key) or []]


def _surfaces(article: dict, key: str) -> list[Hashable]:
    return [_bare(item) for item in article.get(key) or []]


def _roles(article: dict, key: str) -> list[Hashable]:
    return [*_excused(article, key), *((_bare(item["person"]), item["role"]) for item in article.get(key) or [])]


def _statements(article: dict, key: str) -> list[Hashable]:
    return [(_speaker(item["speaker"]), _bare(item["verb"]).rstrip("了"), _start(item.get("starts"))) for item in article.get(key) or []]


def _events(article: dict, key: str) -> list[Hashable]:
    return [(item["type"], tuple(_bare(actor) for actor in item["actors"]), str(item.get("date") or "")[:10]) for item in article.get(key) or []]


# ---------------------------------------------------------------- when a prediction is right

def _same(gold: Any, found: Any) -> bool:
    return gold == found


def _pair(gold: Any, found: Any) -> bool:
    return gold[0] == found[0] and gold[1] in (None, found[1])


def _a_name(gold: Any, found: Any) -> bool:
    return bool(set(gold) & set(found))


def _slogan(gold: Any, found: Any) -> bool:
    rest = found[len(gold):]
    nouns = tuple(noun for words in load_toml("slogan_forms")["nouns"].values() for noun in words)
    return found.startswith(gold) and (not rest or len(rest) <= LONGEST_NOUN and rest.endswith(nouns))


def _statement(gold: Any, found: Any) -> bool:
    shorter = min(len(gold[2]), len(found[2]))
    return gold[:2] == found[:2] and (not gold[2] or shorter >= SHORTEST_START and gold[2][:shorter] == found[2][:shorter])


def _event(gold: Any, found: Any) -> bool:
    return gold[0] == found[0] and bool(set(gold[1]) & set(found[1])) and gold[2] in ("", found[2])


@dataclass(frozen=True)
class Kind:
    """key: of the annotation. once: a second finding of the same thing is spurious."""

    key: str
    items: Callable[[dict, str], list[Hashable]]
    same: Callable[[Any, Any], bool] = _same
    once: bool = False


KINDS = {
    "officials": Kind("officials", _people),
    "titles": Kind("titles", _titles, _pair),
    "levels": Kind("officials", _levels, _pair),
    "meetings": Kind("meetings", _meetings, _a_name),
    "meetings held": Kind("meetings", _held, _a_name),
    "meetings name": Kind("meetings", _full_names, _a_name),
    "dates": Kind("dates", _dates, _pair),
    "places": Kind("places", _surfaces),
    "slogans": Kind("slogans", _surfaces, _slogan),
    "participants": Kind("participants", _roles, _pair),
    "statements": Kind("statements", _statements, _statement, once=True),
    "events": Kind("events", _events, _event, once=True),
}


@dataclass
class Score:
    found: int = 0
    spurious: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.spurious) if self.found + self.spurious else float(not self.missed)

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed) if self.found + self.missed else float(not self.spurious)

    @property
    def f1(self) -> float:
        total = 2 * self.found + self.spurious + self.missed
        return 2 * self.found / total if total else 1.0


def compare(kind: Kind, gold: dict, found: dict) -> tuple[int, list, list]:
    """(number found, missed items of the gold, spurious findings) of one article."""
    wanted = list(dict.fromkeys(kind.items(gold, kind.key)))
    optional = kind.items(gold, f"{kind.key}_optional")
    findings = sorted(dict.fromkeys(kind.items(found, kind.key)), key=lambda item: item not in wanted)  # exact ones first
    hit: set = set()
    spurious = []
    for finding in findings:
        matches = [finding] if finding in wanted else [item for item in wanted if kind.same(item, finding)]
        free = [item for item in matches if item not in hit]
        if free:
            hit.add(free[0])
        elif not (matches and not kind.once) and not any(kind.same(item, finding) for item in optional):
            spurious.append(finding)
    return len(hit), [item for item in wanted if item not in hit], spurious


# ---------------------------------------------------------------- running

def as_annotation(tables: EventTables, article_id: str) -> dict:
    """What the tables say of one article, in the form of the annotation."""

    def rows(name: str) -> Iterable[dict]:
        frame = tables[name]
        return frame[frame["article_id"] == article_id].astype(object).where(lambda f: f.notna(), None).to_dict("records")

    officials: dict[str, dict] = {}
    for row in rows("officials"):
        person = officials.setdefault(row["person"], {"person": row["person"], "titles": [], "level": None})
        if row["title"] and row["title"] not in person["titles"]:
            person["titles"].append(row["title"])
        ranks = [rank for rank in (person["level"], row["level"]) if rank in LEVELS]
        person["level"] = min(ranks, key=LEVELS.index) if ranks else None
    return {
        "officials": list(officials.values()),
        "meetings": [{"name": row["name"], "status": row["status"]} for row in rows("meetings")],
        "dates": [{"text": row["text"], "value": row["value"]} for row in rows("dates")],
        "places": [row["text"] for row in rows("places")],
        "slogans": [row["text"] for row in rows("slogans")],
        "participants": [{"person": row["person"], "role": row["role"]} for row in rows("participants")],
        "statements": [{"speaker": row["speaker"], "verb": row["verb"], "starts": row["content"]} for row in rows("statements")],
        "events": [{"type": row["type"], "actors": (row["actors"] or "").split("、"), "date": row["date_start"]} for row in rows("events")],
    }


def evaluate_folder(folder: str | Path, nlp: Language) -> tuple[dict[str, Score], dict[str, dict[str, tuple[list, list]]]]:
    """Scores by kind, and by article and kind what was missed and what was spurious.

    folder: annotated articles, *.json. Raises ValueError where there is none, or one is no annotation.
    """
    gold = []
    for path in sorted(Path(folder).glob("*.json")):
        try:
            item = json.loads(path.read_text("utf-8"))
            item["text"], item["article_id"]
            gold.append(item)
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{path}: no annotated article: {type(error).__name__}: {error}; see docs/evaluation.md for the format") from None
    if not gold:
        raise ValueError(f"{folder}: no *.json in it; give the folder of the annotated articles")
    tables = extract([Article(**{key: item.get(key) for key in ("text", "article_id", "headline", "kicker", "published", "region", "newspaper")})
                      for item in gold], nlp=nlp)
    scores = {name: Score() for name in KINDS}
    wrong: dict[str, dict[str, tuple[list, list]]] = {}
    for item in gold:
        found = as_annotation(tables, item["article_id"])
        for name, kind in KINDS.items():
            where = "officials" if name == "titles" else kind.key  # titles stand inside the officials
            if where not in item or name == "levels" and not kind.items(item, kind.key):
                continue  # an annotation without this kind says nothing of it
            hits, missed, spurious = compare(kind, item, found)
            score = scores[name]
            score.found, score.missed, score.spurious = score.found + hits, score.missed + len(missed), score.spurious + len(spurious)
            if missed or spurious:
                wrong.setdefault(item["article_id"], {})[name] = missed, spurious
    return scores, wrong


def score_table(scores: dict[str, Score]) -> str:
    rows = {name: (s.precision, s.recall, s.f1, s.found, s.spurious, s.missed) for name, s in scores.items()}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["P", "R", "F1", "found", "spurious", "missed"])
    return frame.to_string(float_format="{:.3f}".format)


def error_list(wrong: dict[str, dict[str, tuple[list, list]]]) -> str:
    lines = []
    for article_id, kinds in wrong.items():
        lines.append(f"\n{article_id}")
        for name, (missed, spurious) in kinds.items():
            lines += [f"  {name:14} {side:9} {_shown(item)}" for side, items in (("missed", missed), ("spurious", spurious)) for item in items]
    return "\n".join(lines)


def _shown(item: Any) -> str:
    return " | ".join(map(_shown, item)) if isinstance(item, tuple) else str(item)
