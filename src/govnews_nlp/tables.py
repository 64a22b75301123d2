"""EventTables: the tables of one run, written and read; Docs → tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from . import saved
from .frames import UniqueIds, dtypes, empty, typed, validate
from .schema import KEYS, SCHEMA
from .sinks import CsvSink, ExcelSink, JsonlSink, ParquetSink, SqliteSink, written

if TYPE_CHECKING:
    from spacy.tokens import Doc

FLUSHED = 1_000  # articles whose records are held before they become columns


class EventTables:
    """The tables of one run, each a pandas DataFrame: articles, mentions, officials, meetings, dates, places, slogans,
    statements, events, participants. `a + b` concatenates, tables["events"] is tables.events.
    failures: (file, reason) of what was left out."""

    def __init__(self, **frames: pd.DataFrame):
        unknown = set(frames) - set(SCHEMA)
        if unknown:
            raise TypeError(f"no such table: {', '.join(sorted(unknown))}; the tables are {', '.join(SCHEMA)}")
        for name in SCHEMA:
            frame = frames.get(name)
            setattr(self, name, empty(name) if frame is None else frame)
        self.failures: list[tuple[str, str]] = []  # (file, reason) of what could not be read

    def __iter__(self) -> Iterator[tuple[str, pd.DataFrame]]:
        return ((name, getattr(self, name)) for name in SCHEMA)

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in SCHEMA:
            raise KeyError(f"no table {name!r}; the tables are {', '.join(SCHEMA)}")
        return getattr(self, name)

    def __add__(self, other: EventTables) -> EventTables:
        if not isinstance(other, EventTables):
            return NotImplemented
        return concat([self, other])

    def equals(self, other: EventTables) -> bool:
        """Whether all frames are equal: values, types, order."""
        return all(frame.equals(other[name]) and frame.dtypes.equals(other[name].dtypes) for name, frame in self)

    def describe(self) -> pd.DataFrame:
        """Rows, articles with rows and mean confidence of each table."""
        rows = [(name, len(frame), frame["article_id"].nunique(), frame["confidence"].mean() if "confidence" in frame else None)
                for name, frame in self]
        return pd.DataFrame(rows, columns=["table", "rows", "articles", "mean_confidence"]).set_index("table")

    def validate(self) -> EventTables:
        """Check every table against the schema; returns self."""
        for name, frame in self:
            validate(name, frame)
        return self

    # ---- written and read

    def to_parquet(self, path: str | Path) -> Path:
        """One file a table into the folder `path`."""
        return written(dict(self), ParquetSink(path))

    @classmethod
    def read_parquet(cls, path: str | Path) -> EventTables:
        """EventTables from a folder that to_parquet wrote; columns of your own are kept behind the tables' columns."""
        return cls(**saved.parquet(path))

    def to_csv(self, path: str | Path, bom: bool = True) -> Path:
        """One UTF-8 file a table into the folder `path`; bom: with the mark by which Excel, Stata and R know UTF-8."""
        return written(dict(self), CsvSink(path, bom))

    @classmethod
    def read_csv(cls, path: str | Path) -> EventTables:
        """EventTables from a folder that to_csv wrote."""
        return cls(**saved.csv(path))

    def to_jsonl(self, path: str | Path) -> Path:
        """One JSON-lines file a table into the folder `path`."""
        return written(dict(self), JsonlSink(path))

    @classmethod
    def read_jsonl(cls, path: str | Path) -> EventTables:
        """EventTables from a folder that to_jsonl wrote."""
        return cls(**saved.jsonl(path))

    def to_sqlite(self, path: str | Path) -> Path:
        """One SQLite file with a table each; a file that is there is written anew."""
        return written(dict(self), SqliteSink(path))

    @classmethod
    def read_sqlite(cls, path: str | Path) -> EventTables:
        """EventTables from a file that to_sqlite wrote."""
        return cls(**saved.sqlite(path))

    def to_excel(self, path: str | Path) -> Path:
        """One workbook, a sheet a table: frozen header, filters, column widths. Cells are cut at 32,767 characters, Excel's limit."""
        return written(dict(self), ExcelSink(path))

    @classmethod
    def read_excel(cls, path: str | Path) -> EventTables:
        """EventTables from a workbook that to_excel wrote."""
        return cls(**saved.excel(path))

    # ---- shown

    def __repr__(self) -> str:
        return "EventTables(" + ", ".join(f"{name}: {len(frame)}" for name, frame in self) + ")"

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><td>{name}</td><td style='text-align:right'>{len(frame)}</td></tr>" for name, frame in self)
        return f"<table><thead><tr><th>table</th><th>rows</th></tr></thead><tbody>{rows}</tbody></table>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self._repr_html_(), "text/plain": repr(self)}


def concat(parts: Iterable[EventTables]) -> EventTables:
    """One EventTables from several; article_ids that come again get a suffix (UniqueIds)."""
    frames: dict[str, list[pd.DataFrame]] = {name: [] for name in SCHEMA}
    failures: list[tuple[str, str]] = []
    ids = UniqueIds()
    for part in parts:
        for name, frame in ids.of(dict(part)).items():
            if len(frame) or not frames[name]:
                frames[name].append(frame)
        failures += part.failures
    whole = EventTables(**{name: _stacked(name, list_) for name, list_ in frames.items() if list_})
    whole.failures = failures
    return whole


def _stacked(table: str, frames: list[pd.DataFrame]) -> pd.DataFrame:
    whole = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0].reset_index(drop=True)
    return whole if whole.dtypes.to_dict() == dtypes(table) else whole.astype(dtypes(table))


def to_tables(docs: Iterable[Doc]) -> EventTables:
    """EventTables from Docs that went through the pipeline. Docs without an article_id are numbered: text#1, text#2 …"""
    from .article import well_formed
    from .records import article_of

    columns: dict[str, dict[str, list]] = {table: {name: [] for name in schema} for table, schema in SCHEMA.items()}
    records: dict[str, list] = {table: [] for table in SCHEMA if table != "articles"}
    unique = UniqueIds()
    for number, doc in enumerate(docs, 1):
        article = article_of(doc)
        article_id = unique(well_formed(article.article_id or f"text#{number}"))
        row = {"article_id": article_id, "reporters": "、".join(article.reporters) or None, "editors": "、".join(article.editors) or None,
               "n_chars": len(article.text)}
        for name, values in columns["articles"].items():
            value = row[name] if name in row else getattr(article, name)
            values.append(well_formed(value) if isinstance(value, str) else value)
        for table in SCHEMA:
            if table != "articles" and (found := getattr(doc._, table)):
                records[table] += found
                columns[table]["article_id"] += [article_id] * len(found)
        if number % FLUSHED == 0:
            _flush(records, columns)
    _flush(records, columns)
    return EventTables(**{table: typed(table, values) for table, values in columns.items()})


def _flush(records: dict[str, list], columns: dict[str, dict[str, list]]) -> None:
    """Records into columns, many at a time."""
    for table, found in records.items():
        ids = columns[table]["article_id"]
        for name, values in columns[table].items():
            if name in KEYS:
                keys = map(attrgetter(name), found)
                values += [f"{article_id}/{key}" if key else None for article_id, key in zip(islice(ids, len(values), None), keys, strict=True)]
            elif name != "article_id":
                values += map(attrgetter(name), found)
        found.clear()

