"""Rows with a text each: JSON, JSON lines, CSV and Parquet. The row's text is the article's, unchanged."""

from __future__ import annotations

import csv
import json
import re
import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..article import Article, as_date
from ..lexicon import load_toml
from .days import day_in
from .encodings import LONGEST_LINE, bytes_of, decode, open_text
from .errors import ReadError, ReadWarning

MOST_VALUES = 10_000_000  # of a JSON text: each takes some sixty bytes of memory, and two in the file
LISTS = ("articles", "data", "items", "rows", "results", "records", "news", "list")  # where a JSON object keeps its rows
WARNED = 5  # rows without text that are named one by one
REMEDY = "name the column with the articles text (others that are known: headline, kicker, published, region, source, newspaper, url, article_id)"


@lru_cache(maxsize=1)
def _known() -> dict[str, list[str]]:
    return {field: names.split() for field, names in load_toml("furniture")["rows"].items()}


def columns_of(names: Iterable[str]) -> dict[str, str]:
    """field of Article → column that holds it."""
    there = {re.sub(r"[\s\ufeff]", "", str(name)).lower(): name for name in names if name is not None}
    found: dict[str, str] = {}
    for field, known in _known().items():
        column = next((there[name.lower()] for name in known if name.lower() in there and there[name.lower()] not in found.values()), None)
        if column is not None:
            found[field] = column
    return found


def fields_of(row: dict[str, Any], columns: dict[str, str]) -> dict[str, Any]:
    """The fields of Article in a row; None where a cell is empty. A day that can't be read is left out."""
    fields = {}
    for field, column in columns.items():
        value = row.get(column)
        if value is None or value != value or value == "":
            fields[field] = None
        elif field == "published":
            fields[field] = _day(value)
        elif isinstance(value, list):
            fields[field] = "\n".join(map(str, value)) if field == "text" else "、".join(map(str, value))
        else:
            fields[field] = value if isinstance(value, str) else str(value)
    return fields


def _day(value: Any):
    try:
        return as_date(value)
    except ValueError:
        return day_in(str(value))


def _articles(rows: Iterable[tuple[int, Any]], path: Path, columns: dict[str, str] | None = None, counted: str = "rows") -> Iterator[Article]:
    """Articles of (number, row); rows without text are counted and named in one warning, by what is counted (rows, or lines of the file)."""
    empty, first, count, unknown = 0, [], 0, columns is None
    for number, row in rows:
        if not isinstance(row, dict):
            row = {"text": row} if isinstance(row, str) else {}
        found = columns or columns_of(row)
        count += 1
        if "text" in found:
            unknown = False
        fields = fields_of(row, found)
        text = fields.pop("text", None)
        if not text or not text.strip():
            empty += 1
            first += [number] if len(first) < WARNED else []
            continue
        article = Article(text=text.replace("\r\n", "\n").replace("\r", "\n"), **fields)
        if article.published:
            article.published_from = "given"
        for key in ("reporters", "editors"):
            value = row.get(key)
            if value is not None and value == value and len(value):
                setattr(article, key, [str(name) for name in value] if not isinstance(value, str) else [name for name in re.split(r"[、,，;；\s]+", value) if name])
        yield article
    if unknown and count:
        raise ReadError(path, "no column with the articles' text", REMEDY)
    if empty:
        warnings.warn(f"{path}: {empty} rows without text are passed over ({counted} {', '.join(map(str, first))}{' …' if empty > len(first) else ''})", ReadWarning, stacklevel=2)


def json_rows(path: Path, encoding: str | None = None) -> Iterator[Article]:
    text = decode(bytes_of(path), path, encoding)
    if sum(map(text.count, "[{,")) > MOST_VALUES:
        raise ReadError(path, f"JSON with more than {MOST_VALUES // 1_000_000} million values", "give it as .jsonl, one article a line")
    try:
        data = json.loads(text)
    except RecursionError:
        raise ReadError(path, "JSON that is nested too deep", "give a list of objects with text") from None
    except json.JSONDecodeError as error:
        if "\n" in text.strip() and text.lstrip().startswith("{"):
            try:
                json.loads(text.lstrip().split("\n", 1)[0])
            except (json.JSONDecodeError, RecursionError):
                pass
            else:
                yield from jsonl_rows(path, encoding)
                return
        raise ReadError(path, f"not valid JSON: {error.msg} in line {error.lineno}", "mend it, or save it as .jsonl with one object a line") from None
    if isinstance(data, dict) and "text" not in columns_of(data):
        data = next((data[key] for key in LISTS if isinstance(data.get(key), list)), data)
    yield from _articles(enumerate(data if isinstance(data, list) else [data], 1), path)


def jsonl_rows(path: Path, encoding: str | None = None) -> Iterator[Article]:
    broken = 0
    first: list[int] = []  # of these

    def rows() -> Iterator[tuple[int, Any]]:
        nonlocal broken
        with open_text(path, encoding) as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    try:
                        yield number, json.loads(line)
                    except (json.JSONDecodeError, RecursionError):
                        broken += 1
                        first.extend([number] if broken <= WARNED else [])
                        if number == 1:
                            raise ReadError(path, "line 1 is not valid JSON", "give one JSON object a line") from None

    yield from _articles(rows(), path, counted="lines")
    if broken:
        warnings.warn(f"{path}: {broken} lines are not valid JSON and are passed over (lines {', '.join(map(str, first))})", ReadWarning, stacklevel=2)


def csv_rows(path: Path, encoding: str | None = None) -> Iterator[Article]:
    csv.field_size_limit(LONGEST_LINE)
    length = 0  # of the row that is read, which may go over many lines
    with open_text(path, encoding, newline="") as file:
        head = file.readline()
        delimiter = max(",\t;|", key=head.count)
        names = next(csv.reader([head], delimiter=delimiter), [])
        columns = columns_of(names)
        if "text" not in columns:
            raise ReadError(path, f"no column with the articles' text (it has {', '.join(names[:12])})", REMEDY)

        def lines() -> Iterator[str]:
            nonlocal length
            for line in file:
                length += len(line)
                if length > LONGEST_LINE:
                    raise csv.Error(f"a row of more than {LONGEST_LINE // 1_000_000} million characters")
                yield line

        def rows() -> Iterator[tuple[int, dict[str, Any]]]:
            nonlocal length
            reader = csv.DictReader(lines(), fieldnames=names, delimiter=delimiter)
            try:
                for row in reader:
                    length = 0
                    yield reader.line_num + 1, row
            except csv.Error as error:
                raise ReadError(path, f"line {reader.line_num + 1}: {error}", "mend the quotation marks, or save it as .jsonl") from None

        yield from _articles(rows(), path, columns, counted="lines")


def parquet_rows(path: Path) -> Iterator[Article]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
        columns = columns_of(file.schema_arrow.names)
        if "text" not in columns:
            raise ReadError(path, f"no column with the articles' text (it has {', '.join(file.schema_arrow.names[:12])})", REMEDY)
        wanted = sorted({*columns.values(), *({"reporters", "editors"} & set(file.schema_arrow.names))})

        def rows() -> Iterator[tuple[int, dict[str, Any]]]:
            number = 0
            for batch in file.iter_batches(batch_size=256, columns=wanted):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row

        yield from _articles(rows(), path, columns)
    except pa.ArrowException as error:
        raise ReadError(path, f"not a readable Parquet file: {error}", "write it again, for instance with pandas.DataFrame.to_parquet") from None
