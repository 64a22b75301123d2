"""show(): an article or a page of them with everything that was found in it: entities coloured, slogans underlined,
speakers in front of what they say, the tables below with links into the text. Inline in Jupyter, HTML elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from .records import article_of
from .schema import SCHEMA

if TYPE_CHECKING:
    from spacy.tokens import Doc

LABELS = SCHEMA["mentions"]["label"].values
SHOWN = {  # columns of the tables below an article; the first one links into the text
    "officials": ("person", "title", "title_full", "level", "change"),
    "meetings": ("name", "status", "date_start", "place", "format"),
    "events": ("type", "trigger", "date_start", "place", "actors", "summary"),
    "participants": ("person", "role", "title"),
    "statements": ("speaker", "verb", "content"),
    "slogans": ("text", "slogan", "kind", "speaker"),
    "places": ("text", "name", "kind", "adcode"),
    "dates": ("text", "value", "kind"),
}
LONGEST_CELL = 80


@dataclass
class Piece:
    """A stretch of text over which nothing begins or ends."""

    text: str
    classes: str = ""
    label: str = ""
    hint: str = ""
    anchor: str = ""
    speeches: list[str] = field(default_factory=list)


def show(docs: Doc | Iterable[Doc], *, jupyter: bool | None = None) -> str | None:
    """Docs of the pipeline, marked up.

    docs: one Doc or several. jupyter: True to display, False for HTML; None to find out.
    Returns the HTML (a fragment with its style; page() makes a whole file), or None where it was displayed.
    """
    docs = [docs] if hasattr(docs, "ents") else list(docs)
    html = _fragment(docs)
    if jupyter or jupyter is None and _in_jupyter():
        from IPython.display import HTML, display

        display(HTML(html))
        return None
    return html


def page(docs: Doc | Iterable[Doc], title: str = "govnews_nlp") -> str:
    """A whole HTML file of Docs, which needs nothing from elsewhere."""
    docs = [docs] if hasattr(docs, "ents") else list(docs)
    return _template("page.html").render(title=title, body=_fragment(docs))


def _in_jupyter() -> bool:
    try:
        shell = get_ipython()  # type: ignore[name-defined]
    except NameError:
        return False
    return type(shell).__name__ == "ZMQInteractiveShell"


@cache
def _template(name: str):
    from jinja2 import Environment, PackageLoader

    return Environment(loader=PackageLoader("govnews_nlp", "templates"), autoescape=True, trim_blocks=True).get_template(name)


def _fragment(docs: list[Doc]) -> str:
    style = files("govnews_nlp").joinpath("templates", "style.css").read_text("utf-8")
    return _template("articles.html").render(style=style, labels=LABELS, articles=[_article(doc, n) for n, doc in enumerate(docs, 1)])


def _article(doc: Doc, number: int) -> dict[str, Any]:
    article = article_of(doc)
    day = article.published.isoformat() if article.published else None
    meta = " · ".join(filter(None, (article.newspaper, day, article.region, "、".join(article.reporters), article.article_id)))
    return {"id": article.article_id or f"article {number}", "anchor": f"a{number}", "headline": article.headline, "kicker": article.kicker, "meta": meta,
            "paragraphs": _paragraphs(doc, number), "tables": [table for name in SHOWN if (table := _table(doc, name, number))["rows"]]}


def _anchor(number: int, start: int | None) -> str:
    return "" if start is None else f"a{number}-{start}"


def _paragraphs(doc: Doc, number: int) -> list[list[Piece]]:
    text = doc.text
    anchors = {record.start for name in SHOWN for record in getattr(doc._, name) if record.start is not None}
    speeches: dict[int, list[str]] = {}
    for statement in doc._.statements:
        speeches.setdefault(statement.start, []).append(f"{statement.speaker} · {statement.verb}")
    norms = {(mention.start, mention.end): mention.norm or "" for mention in doc._.mentions}
    entities = [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents]
    slogans = [(slogan.start, slogan.end) for slogan in doc._.slogans if slogan.start is not None]
    said = [(statement.start, statement.end) for statement in doc._.statements if statement.start is not None]
    breaks = {i for i, character in enumerate(text) if character == "\n"}
    cuts = sorted({0, len(text), *anchors, *breaks, *(i + 1 for i in breaks), *(i for a, b, *_ in (*entities, *slogans, *said) for i in (a, b))})
    entity_at, slogan_at, said_at = (_covering(spans, cuts) for spans in (entities, slogans, said))
    paragraphs: list[list[Piece]] = [[]]
    for start, end in zip(cuts, cuts[1:], strict=False):
        if text[start:end] == "\n":
            paragraphs.append([])
            continue
        entity = entity_at.get(start)
        classes = [*(("ent", entity[2]) if entity else ()), *(("slogan",) if start in slogan_at else ()), *(("said",) if start in said_at else ())]
        paragraphs[-1].append(Piece(
            text[start:end], " ".join(classes), entity[2] if entity and entity[1] == end else "", norms.get(entity[:2], "") if entity else "",
            _anchor(number, start) if start in anchors else "", speeches.get(start, [])))
    return [pieces for pieces in paragraphs if pieces]


def _covering(spans: list[tuple], cuts: list[int]) -> dict[int, tuple]:
    """For each cut inside a span, that span."""
    covering: dict[int, tuple] = {}
    ordered = sorted(spans)
    index, open_spans = 0, []
    for cut in cuts:
        while index < len(ordered) and ordered[index][0] <= cut:
            open_spans.append(ordered[index])
            index += 1
        open_spans = [span for span in open_spans if span[1] > cut]
        if open_spans:
            covering[cut] = open_spans[-1]
    return covering


def _table(doc: Doc, name: str, number: int) -> dict[str, Any]:
    rows = [{"anchor": _anchor(number, record.start), "cells": [_cell(getattr(record, column)) for column in SHOWN[name]]}
            for record in getattr(doc._, name)]
    return {"name": name, "columns": SHOWN[name], "rows": rows}


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
