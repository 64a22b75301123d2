"""Annotated articles → the gold of `govnews evaluate` (docs/evaluation.md), one JSON file an article.

Spans carry persons, titles, meetings' names, dates, places and slogans; a kind that they do not carry (statements, events, roles,
levels) is left out of the file and is not scored. Titles belong to the person behind them in the same chain
(市委常委、区委书记 甲), or right in front of them (习近平总书记).
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from .annotations import IN_FILE_NAMES, SLOGAN, Annotated, Source
from .evaluate import as_annotation
from .tables import EventTables

# between the titles of a chain and its person: 、 兼 or blanks
JOINTS = re.compile(r"[、，兼\s　]*")
# between the persons of a list that share a title: 副市长甲、乙和丙
LIST_JOINTS = re.compile(r"[、，和及\s　]*")


def to_gold(source: Source, folder: str | Path) -> Path:
    """One JSON file an article.

    source: Annotated articles (corrected spans), or EventTables for a full draft of all kinds to correct by hand.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(source, EventTables):
        items = [_draft(source, row) for row in source.articles.to_dict("records")]
    else:
        items = [gold_of(item) for item in source]
    for number, item in enumerate(items, 1):
        name = str(item.get("article_id") or f"text#{number}").translate(IN_FILE_NAMES)
        item["article_id"] = item.get("article_id") or name
        (folder / f"{name}.json").write_text(json.dumps(item, ensure_ascii=False, indent=1, default=_day), "utf-8", newline="\n")
    return folder


def _draft(tables: EventTables, row: dict) -> dict[str, Any]:
    kept = {key: None if row[key] is None or row[key] != row[key] else row[key] for key in ("newspaper", "region", "kicker", "headline", "text")}
    day = row["published"]
    return {**as_annotation(tables, row["article_id"]), "article_id": row["article_id"], **kept, "published": f"{day:%Y-%m-%d}" if day == day and day else None}


def gold_of(item: Annotated) -> dict[str, Any]:
    """What the spans of one article say, in the format of the gold."""
    article, text = item.article, item.article.text

    def surfaces(label: str) -> list[str]:
        return list(dict.fromkeys(text[span.start : span.end] for span in item.spans if span.label == label))

    dates = {text[span.start : span.end]: span.norm for span in item.spans if span.label == "DATE"}
    return {
        "article_id": article.article_id, "newspaper": article.newspaper, "published": article.published.isoformat() if article.published else None,
        "region": article.region, "kicker": article.kicker, "headline": article.headline, "text": text,
        "officials": [{"person": person, "titles": titles, "titles_optional": []} for person, titles in _titles(item).items()],
        "meetings": [{"name": [name], "status": None} for name in surfaces("MEETING")],
        "dates": [{"text": surface, "value": norm} for surface, norm in dates.items()],
        "places": surfaces("PLACE"),
        "slogans": surfaces(SLOGAN),
    }


def _titles(item: Annotated) -> dict[str, list[str]]:
    text = item.article.text
    found: dict[str, list[str]] = {}
    spans = [span for span in item.spans if span.label in ("PERSON", "TITLE")]
    chain: list[str] = []
    for number, span in enumerate(spans):
        before = spans[number - 1] if number else None
        gap = text[before.end : span.start] if before else ""
        surface = text[span.start : span.end]
        if span.label == "TITLE":
            behind_name = before is not None and before.label == "PERSON" and not gap
            if behind_name:
                _add(found, text[before.start : before.end], [surface])
                chain = []
            else:
                chain = [*chain, surface] if before is not None and before.label == "TITLE" and JOINTS.fullmatch(gap) else [surface]
            continue
        held = before is not None and (JOINTS if before.label == "TITLE" else LIST_JOINTS).fullmatch(gap) is not None
        chain = chain if held else []
        _add(found, surface, chain if before is not None and before.label == "TITLE" else chain[-1:])
    return found


def _add(found: dict[str, list[str]], person: str, titles: list[str]) -> None:
    known = found.setdefault(person, [])
    known += [title for title in titles if title not in known]


def _day(value: Any) -> str:
    return value.isoformat()[:10]
