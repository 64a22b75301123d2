"""The knowledge: lexicon files, one a kind, in the package's folder `lexicons/`; a user's folder is merged over them.

TOML files hold tables and lists of words; lists of the same key are united. CSV files hold one entry a row; a user's
rows come after the built-in ones and win where `key` names the same entry.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from .schema import SCHEMA

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

BUILT_IN = Path(__file__).parent / "lexicons"


class LexiconError(ValueError):
    """A lexicon file that can't be used; the message names file, line and fix."""


@lru_cache(maxsize=64)
def load_toml(name: str, user_folder: str | None = None) -> dict:
    """The TOML lexicon `name` (no ending), with the user's file of the same name merged over it."""
    words = _read_toml(BUILT_IN / f"{name}.toml")
    theirs = Path(user_folder) / f"{name}.toml" if user_folder else None
    return _united(words, _read_toml(theirs)) if theirs and theirs.is_file() else words


@lru_cache(maxsize=64)
def load_csv(name: str, user_folder: str | None = None) -> tuple[dict[str, str], ...]:
    """Rows of the CSV lexicon `name` (.csv or .csv.gz), the user's rows behind the built-in ones."""
    return tuple(row for path in _csv_files(name, user_folder) for row in _read_csv(path))


def load_pairs(name: str, user_folder: str | None = None) -> dict[str, str]:
    """A CSV lexicon of two columns as a mapping; the user's rows win. For long tables: half the time of load_csv."""
    pairs: dict[str, str] = {}
    columns: list[str] = []
    for path in _csv_files(name, user_folder):
        rows = _cells(path)
        given = next(rows, columns)
        if given != (columns := columns or given):
            raise LexiconError(f"{path}:1: start the file with the line {','.join(columns)}")
        pairs.update(rows)
    return pairs


def _csv_files(name: str, user_folder: str | None) -> Iterator[Path]:
    """The built-in file and the user's, those that are there."""
    paths = [*(BUILT_IN / f"{name}.{ending}" for ending in ("csv", "csv.gz")), *([Path(user_folder) / f"{name}.csv"] if user_folder else [])]
    return (path for path in paths if path.is_file())


def _read_toml(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{path}: not valid TOML: {error}") from None
    except UnicodeDecodeError:
        raise LexiconError(f"{path}: not UTF-8: save the file as UTF-8") from None


def _read_csv(path: Path) -> Iterator[dict[str, str]]:
    rows = _cells(path)
    columns = next(rows, [])
    return (dict(zip(columns, cells, strict=True)) for cells in rows)


def _cells(path: Path) -> Iterator[list[str]]:
    """The first line's cells and those of the rows; each has as many as the first."""
    data = path.read_bytes()
    try:
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LexiconError(f"{path}: not UTF-8: save the file as UTF-8") from None
    reader = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")))
    wanted = 0
    try:
        for cells in reader:
            if not cells:
                continue
            wanted = wanted or len(cells)
            if len(cells) == wanted:
                yield cells
            else:
                raise LexiconError(f"{path}:{reader.line_num}: {wanted} cells expected, as in the first line")
    except csv.Error as error:  # a NUL, a cell without end
        raise LexiconError(f"{path}:{reader.line_num}: {error}") from None


def _united(ours, theirs, key: str = ""):
    """Tables by key, lists and strings of words one behind the other; of anything else, theirs."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return {key: _united(ours[key], theirs[key], key) if key in ours and key in theirs else ours.get(key, theirs.get(key))
                for key in [*ours, *(key for key in theirs if key not in ours)]}
    if isinstance(ours, list) and isinstance(theirs, list):
        return [*ours, *(item for item in theirs if item not in ours)]
    if isinstance(ours, str) and isinstance(theirs, str) and (key == "words" or any(map(str.isspace, ours))):
        return f"{ours} {theirs}"
    return theirs


# ---------------------------------------------------------------- groups of words

def words_of(group: str | Iterable[str]) -> Iterable[str]:
    """The words of a group: "甲 乙 丙", as the TOML files write it, or what already is a collection of words."""
    return group.split() if isinstance(group, str) else group


def longest_first(group: str | Iterable[str]) -> tuple[str, ...]:
    """The words of a group in the order in which they must be tried: 党委书记 before 书记."""
    return tuple(sorted(words_of(group), key=len, reverse=True))


def alternatives(group: str | Iterable[str]) -> str:
    """The words of a group as a part of a regular expression, the longest first."""
    return "|".join(map(re.escape, longest_first(group)))


class WordGroups:
    """The groups of words of a TOML lexicon, by section and key, in the form in which a component asks for them."""

    def __init__(self, name: str, lexicons: str | None = None):
        self.sections = load_toml(name, lexicons)

    def __call__(self, section: str, key: str = "words") -> tuple[str, ...]:
        """In the order of the file: for startswith, endswith."""
        return tuple(words_of(self.sections[section][key]))

    def set(self, section: str, key: str = "words") -> frozenset[str]:
        return frozenset(self(section, key))

    def any_of(self, section: str, key: str = "words") -> str:
        return alternatives(self(section, key))

    def pattern(self, section: str, key: str = "words") -> re.Pattern[str]:
        return re.compile(self.any_of(section, key))


# ---------------------------------------------------------------- checking a user's folder

@dataclass(frozen=True)
class Problem:
    """What is wrong in a lexicon file, where, and how to mend it. line: None where it concerns the whole file."""

    file: Path
    line: int | None
    message: str
    fix: str

    def __str__(self) -> str:
        return f"{self.file}{f':{self.line}' if self.line else ''}: {self.message}; {self.fix}"


def check(folder: str | Path) -> Iterator[Problem]:
    """What is wrong with the lexicon files in a user's folder, file by file."""
    folder = Path(folder)
    if not folder.is_dir():
        yield Problem(folder, None, "no such folder", "give the folder that holds your lexicon files")
        return
    toml = sorted(path.stem for path in BUILT_IN.glob("*.toml"))
    table = sorted(path.name.split(".")[0] for path in BUILT_IN.glob("*.csv*"))
    for path in sorted(folder.iterdir()):
        if path.suffix == ".toml":
            yield from _check_toml(path) if path.stem in toml else _unknown(path, toml)
        elif path.suffix == ".csv":
            yield from _check_csv(path) if path.stem in table else _unknown(path, table)


def _unknown(path: Path, names: list[str]) -> Iterator[Problem]:
    near = get_close_matches(path.stem, names, 1)
    yield Problem(path, None, "no lexicon has this name",
                  f"rename it to {near[0]}{path.suffix}" if near else f"use one of {', '.join(name + path.suffix for name in names)}")


def _check_toml(path: Path) -> Iterator[Problem]:
    try:
        theirs = _read_toml(path)
    except LexiconError as error:
        line = re.search(r"at line (\d+)", str(error))
        yield Problem(path, int(line[1]) if line else None, str(error).split(": ", 1)[1], "see the built-in file for the form")
        return
    lines = path.read_text("utf-8").splitlines()

    def line_of(key: str) -> int | None:
        pattern = re.compile(rf'\s*(?:\[[^\]]*\b)?["\']?{re.escape(key)}["\']?\s*[=\].]')
        return next((number for number, line in enumerate(lines, 1) if pattern.match(line)), None)

    def walk(ours, mine, key: str) -> Iterator[Problem]:
        if isinstance(ours, dict) and isinstance(mine, dict):
            open_keys = len({type(value) for value in ours.values()}) == 1 and not any(isinstance(value, (dict, str)) for value in ours.values())
            for name, value in mine.items():
                if name in ours:
                    yield from walk(ours[name], value, name)
                elif not open_keys and ours and all(name_.isascii() for name_ in ours):
                    near = get_close_matches(name, list(ours), 1)
                    yield Problem(path, line_of(name), f"no such key: {name}", f"did you mean {near[0]}?" if near else f"use one of {', '.join(ours)}")
                elif ours:
                    yield from walk(next(iter(ours.values())), value, name)
        elif type(ours) is not type(mine) and not {type(ours), type(mine)} <= {int, float}:
            yield Problem(path, line_of(key), f"{key} is {_FORM.get(type(mine), 'of another form')}", f"make it {_FORM.get(type(ours), 'as in the built-in file')}")

    yield from walk(_read_toml(BUILT_IN / path.name), theirs, "")


_FORM = {str: "a string", list: "a list", dict: "a table", int: "a number", float: "a number", bool: "true or false"}


def _check_csv(path: Path) -> Iterator[Problem]:
    ours = load_csv(path.stem)
    columns = list(ours[0])
    vocabularies = _vocabularies(path.stem, ours, columns)
    try:
        rows = list(_read_csv(path))
    except LexiconError as error:
        line = re.search(r":(\d+): ", str(error))
        yield Problem(path, int(line[1]) if line else None, str(error).rsplit(": ", 1)[1], "give every row as many cells as the first line; quote cells that hold commas")
        return
    given = list(rows[0]) if rows else []
    if columns[0] not in given:
        yield Problem(path, 1, f"the column {columns[0]} is missing", f"start the file with the line {','.join(columns)}")
        return
    for column in given:
        if column not in columns:
            near = get_close_matches(column, columns, 1)
            yield Problem(path, 1, f"no such column: {column}", f"did you mean {near[0]}?" if near else f"use {', '.join(columns)}")
    for number, row in enumerate(rows, 2):
        if not row[columns[0]].strip():
            yield Problem(path, number, f"{columns[0]} is empty", "fill it in or take the row out")
        for column, values in vocabularies.items():
            if row.get(column) and row[column] not in values:
                yield Problem(path, number, f"{column}={row[column]!r} is not known", f"use one of {', '.join(sorted(filter(None, values)))}")


def _vocabularies(name: str, rows: tuple[dict[str, str], ...], columns: list[str]) -> dict[str, set[str]]:
    """Columns with a closed vocabulary: the table's, where a table has the column, else the values of the built-in file."""
    table = SCHEMA.get(name, {})
    found = {column: set(table[column].values) for column in columns if column in table and table[column].values}
    for column in columns:
        values = {row[column] for row in rows}
        if column not in found and len(values) <= MOST_VALUES and len(rows) > 10 * MOST_VALUES:
            found[column] = values
    return found


MOST_VALUES = 12  # a column of the built-in file with no more different values than this has a closed vocabulary
