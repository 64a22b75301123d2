"""Reading: files and pages → Articles. layout.py splits a page, formats.py opens files, encodings.py decodes bytes."""

from __future__ import annotations

import glob
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from ..article import Article, as_date, well_formed
from ..byline import find_byline
from . import days
from .errors import MissingFileError, ReadError, ReadWarning
from .formats import OLD, PICTURES, SUFFIXES, open_file, suffix_of
from .layout import articles_of_page

__all__ = ["ReadError", "ReadWarning", "iter_articles", "read"]

IS_TEXT = re.compile(r"[\n。，]|[一-鿿].{40,}")  # a string with these is a text, not a path
UNFORESEEN = "the reader failed on it"


def read(source: str | Path, *, published: Any = None, region: str | None = None, encoding: str | None = None) -> Iterator[Article]:
    """The articles of a file (or of every file of a folder or glob, or of a text).

    published: a date, an ISO string, or a callable or regular expression on the file's name that gives one; it goes before
    what the page, its dateline, its URL and its file's name say (`published_from` tells which it was).
    region: the newspaper's home, for all articles. encoding: of text files, where it is not detected rightly.

    Raises ReadError, which names the file, the reason and the remedy, for a file that can't be read.
    """

    def fail(error: ReadError) -> None:
        raise error

    yield from iter_articles(source, published=published, region=region, encoding=encoding, on_error=fail)


def iter_articles(source: Any, *, published: Any = None, region: str | None = None, encoding: str | None = None,
                  on_error: Callable[[ReadError], None]) -> Iterator[Article]:
    """The articles of a path, folder, glob, text, Article, or an iterable of these. A file that can't be read goes to on_error."""
    if isinstance(source, Article):
        if source.published is None and published is not None and not callable(published) and not isinstance(published, re.Pattern):
            source.published, source.published_from = as_date(published), "given"
        source.region = source.region or region
        yield source
    elif isinstance(source, (str, Path)):
        try:
            paths = _paths(source)
        except MissingFileError as error:
            on_error(error)
            return
        if paths is not None and not paths:
            warnings.warn(f"{source}: no file there that can be read ({' '.join(SUFFIXES)})", ReadWarning, stacklevel=2)
        if paths is None:
            if not str(source).strip():
                on_error(ReadError("<text>", "the text is empty", "give a text with at least one character"))
                return
            yield from _finished(articles_of_page(str(source)), "text", "<text>", published, region)
            return
        for path in paths:
            try:
                yield from _finished(_opened(path, encoding), stem_of(path), path, published, region)
            except ReadError as error:
                on_error(error)
            except OSError as error:
                on_error(ReadError(path, error.strerror or str(error), "check the path and the permissions"))
    elif isinstance(source, Iterable):
        for item in source:
            yield from iter_articles(item, published=published, region=region, encoding=encoding, on_error=on_error)
    else:
        raise TypeError(f"can't read from {type(source).__name__}: give a path, glob, folder, text, Article, DataFrame or an iterable of them")


def _opened(path: Path, encoding: str | None) -> Iterator[Article]:
    """The articles of a file as it has them. What a reader did not foresee is this file's error and not the batch's."""
    try:
        yield from open_file(path, encoding)
    except (ReadError, OSError, Warning):
        raise
    except Exception as error:
        raise ReadError(path, f"{UNFORESEEN} ({type(error).__name__}: {error})", "report it, with the file if you can; the other files are read") from error


def _paths(source: str | Path) -> list[Path] | None:
    """The files that the source names; None where it is a text."""
    if isinstance(source, str) and (len(source) > 1000 or IS_TEXT.search(source)):
        return None
    path = Path(source)
    try:
        if path.is_dir():
            files = sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
            _name_unread(path, files)
            return [file for file in files if suffix_of(file) in SUFFIXES]
        if path.exists():
            return [path]
    except (OSError, ValueError):
        return None
    if isinstance(source, str) and any(sign in source for sign in "*?["):
        return sorted(Path(name) for name in glob.glob(source, recursive=True) if Path(name).is_file())
    if isinstance(source, Path) or suffix_of(path) in SUFFIXES or "/" in source or "\\" in source:
        raise MissingFileError(source, "no such file or folder", "check the path (a text must hold a sentence mark or a line break)")
    return None


def _name_unread(folder: Path, files: list[Path]) -> None:
    """A warning about documents that lie in the folder and can't be read; of pictures beside pages and the like none."""
    unread = Counter(suffix for file in files if (suffix := suffix_of(file)) in OLD and suffix not in PICTURES)
    if unread:
        listed = ", ".join(f"{number} {suffix} (save as {OLD[suffix]})" for suffix, number in sorted(unread.items()))
        warnings.warn(f"{folder}: files that can't be read are passed over: {listed}", ReadWarning, stacklevel=4)


def paths_of(source: str | Path) -> list[Path]:
    """The files that a path, folder or glob names. Raises FileNotFoundError where there is none."""
    paths = _paths(Path(source) if not any(sign in str(source) for sign in "*?[") else str(source))
    if not paths:
        raise FileNotFoundError(f"{source}: no file there that can be read (endings: {' '.join(SUFFIXES)})")
    return paths


def stem_of(path: Path) -> str:
    return path.name[: -len(suffix_of(path))] if suffix_of(path) else path.stem


def _finished(articles: Iterable[Article], stem: str, path: Any, published: Any, region: str | None) -> Iterator[Article]:
    """Number the articles and fill in day, region and source."""
    file, stem = str(path), well_formed(stem)
    source, name = well_formed(file), Path(file).name
    given, named = _given(published, name), days.day_in_name(name)
    for number, article in enumerate(articles, 1):
        article.article_id = article.article_id or f"{stem}#{number}"
        article.source = article.source or source
        article.file = file
        article.region = article.region or region
        _set_published(article, given, named)
        yield article


def _set_published(article: Article, given: date | None, file: date | None) -> None:
    """In this order: given, page, dateline, url, file name. Days that contradict each other give a warning."""
    if article.published_from == "given" and article.published:  # by the row of a table
        return
    url = days.day_in_url(article.url) if article.url else None
    if given is None and file is None and url is None:
        return  # what the page and its dateline say is in the article
    known = url or file or given  # gives the year of a dateline that has none
    byline = find_byline(article.text) if known and article.published is None else None
    dateline = days.with_year(byline.date, known) if byline and byline.date and known else None
    found = [(day, origin) for day, origin in ((given, "given"), (article.published, article.published_from), (dateline, "dateline"), (url, "url"), (file, "file name")) if day]
    if not found:
        return
    article.published, article.published_from = found[0]
    against = next(((day, origin) for day, origin in found[1:] if abs(day - found[0][0]) > days.NEARBY), None)
    if against and not (given and against[1] == "file name"):
        warnings.warn(f"{article.article_id}: {found[0][0]} ({found[0][1]}) is taken as the day of publication, though {against[1]} says {against[0]}", ReadWarning, stacklevel=2)


def _given(published: Any, name: str) -> date | None:
    if callable(published):
        return as_date(published(name))
    if isinstance(published, re.Pattern):
        match = published.search(name)
        if not match:
            return None
        day = days.day_in_name("-".join(filter(None, match.groups())) if match.groups() else match.group())
        return day or as_date("-".join(filter(None, match.groups())))
    if isinstance(published, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d.*", published.strip()) and published.strip():
        try:
            pattern = re.compile(published)
        except re.error:
            return as_date(published)
        if "(" in published or "\\" in published:
            return _given(pattern, name)
    return as_date(published)
