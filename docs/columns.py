"""The tables' columns in Markdown, from the schema: printed, or written into README.md and docs/tables.md between the marks."""

from __future__ import annotations

import sys
from pathlib import Path

from govnews_nlp.schema import KEYS, SCHEMA

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- columns: made by docs/columns.py -->", "<!-- end of columns -->"
ROWS = {
    "articles": "article", "mentions": "entity mention", "officials": "article × person × post", "meetings": "article × meeting",
    "dates": "date expression", "places": "place mention", "slogans": "slogan mention", "statements": "reporting verb with content",
    "events": "thing that happened", "participants": "event × person × role",
}
EVERYWHERE = {"article_id", "start", "end", "confidence", "evidence"}


def overview() -> str:
    """One row a table."""
    lines = ["| table | one row per | columns (beside `article_id`, `start`, `end`, `confidence`, `evidence`) |", "| --- | --- | --- |"]
    for table, columns in SCHEMA.items():
        names = ", ".join(f"`{name}`" for name in columns if name not in EVERYWHERE or table == "articles" and name == "article_id")
        lines.append(f"| **{table}** | {ROWS[table]} | {names} |")
    return "\n".join(lines)


def details() -> str:
    """One row a column."""
    parts = []
    for table, columns in SCHEMA.items():
        lines = [f"## {table}", "", f"One row per {ROWS[table]}.", "", "| column | type | what it holds |", "| --- | --- | --- |"]
        for name, column in columns.items():
            kind = {"date": "datetime64[ns]"}.get(column.dtype, column.dtype)
            values = f": {', '.join(column.values)}" if column.values else ""
            lines.append(f"| `{name}`{' (key)' if name in KEYS else ''} | {kind} | {column.description}{values} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


PAGES = {"README.md": overview, "docs/tables.md": details}


def page(name: str) -> str:
    """The page with the columns as the schema has them now."""
    text = (ROOT / name).read_text("utf-8")
    head, rest = text.split(BEGIN)
    return f"{head}{BEGIN}\n{PAGES[name]()}\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    if "--write" in sys.argv:
        for name in PAGES:
            (ROOT / name).write_text(page(name), "utf-8")
    else:
        print(details())
