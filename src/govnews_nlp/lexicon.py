"""The knowledge: lexicon files, one a kind, in the package's folder `lexicons/`; a user's folder is merged over them.

TOML files hold tables and lists of words; lists of the same key are united. CSV files hold one entry a row; a user's
rows come after the built-in ones and win where `key` names the same entry.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

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
    built_in = next((path for ending in ("csv", "csv.gz") if (path := BUILT_IN / f"{name}.{ending}").is_file()), None)
    rows = list(_read_csv(built_in)) if built_in else []
    theirs = Path(user_folder) / f"{name}.csv" if user_folder else None
    if theirs and theirs.is_file():
        rows += _read_csv(theirs)
    return tuple(rows)


def _read_toml(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{path}: not valid TOML: {error}") from None
    except UnicodeDecodeError:
        raise LexiconError(f"{path}: not UTF-8: save the file as UTF-8") from None


def _read_csv(path: Path) -> Iterator[dict[str, str]]:
    data = path.read_bytes()
    try:
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LexiconError(f"{path}: not UTF-8: save the file as UTF-8") from None
    reader = csv.DictReader(io.StringIO(text))
    for row in reader:
        if None in row or None in row.values():
            raise LexiconError(f"{path}:{reader.line_num}: {len(reader.fieldnames or [])} cells expected, as in the first line")
        yield row


def _united(ours, theirs):
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return {key: _united(ours[key], theirs[key]) if key in ours and key in theirs else ours.get(key, theirs.get(key))
                for key in [*ours, *(key for key in theirs if key not in ours)]}
    if isinstance(ours, list) and isinstance(theirs, list):
        return [*ours, *(item for item in theirs if item not in ours)]
    return theirs
