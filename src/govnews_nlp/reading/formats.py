"""Files by their ending: which module opens them, and what is too large to be opened."""

from __future__ import annotations

import gzip
import re
import warnings
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from ..article import Article
from .encodings import bytes_of, decode, is_packed, open_text
from .errors import ReadError, ReadWarning
from .layout import articles_of_page
from .parts import LARGEST_ARTICLE, articles_of_parts

LARGEST_PAGE = 200_000_000  # bytes of a file that is read as one page; text, rows and WARC stream
LONG_TEXT = 4_000_000  # bytes of a text from which on it is read in parts
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
HEADING = re.compile(r"(#{1,6})[ \t]+\S")
FRONT_MATTER = re.compile(r"\A---[ \t]*\n((?:[^\n]{0,400}\n){1,40}?)---[ \t]*(?:\n|\Z)")
FRONT_FIELD = re.compile(r"^(\w+)[ \t]*:[ \t]*[\"']?([^\n\"']*)[\"']?[ \t]*$", re.M)


def suffix_of(path: Path) -> str:
    """The ending that says the format, in small letters: .txt, .jsonl.gz"""
    name = path.name.lower()
    return next((suffix for suffix in PACKED if name.endswith(suffix)), path.suffix.lower()) if name.endswith(".gz") else path.suffix.lower()


def open_file(path: Path, encoding: str | None = None) -> Iterator[Article]:
    """The articles of one file. A file of an unknown ending is read as text."""
    size = path.stat().st_size
    if size == 0:
        raise ReadError(path, "the file is empty", "give a file with text")
    suffix = suffix_of(path)
    if suffix in OLD:
        raise ReadError(path, f"{suffix} can't be read", f"save it as {OLD[suffix]}")
    reader, streams = READERS.get(suffix, (read_text, True))
    if size > LARGEST_PAGE and not streams:
        raise ReadError(path, f"{size // 1_000_000} MB are too large for one page", "split it, or give it as .jsonl or .csv with a column text")
    try:
        yield from reader(path, encoding)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ReadError(path, f"a broken gzip file: {error}", "download it or pack it again") from None


def read_text(path: Path, encoding: str | None = None) -> Iterator[Article]:
    if path.stat().st_size > LONG_TEXT or is_packed(path):
        yield from _long_text(path, encoding)
        return
    page = decode(path.read_bytes(), path, encoding)
    if not HAN.search(page):
        _pass_over(path)
        return
    yield from articles_of_page(page)


def _pass_over(path: Path) -> None:
    warnings.warn(f"{path}: no Chinese characters; the file is passed over", ReadWarning, stacklevel=3)


def _long_text(path: Path, encoding: str | None) -> Iterator[Article]:
    written = False
    with open_text(path, encoding) as file:
        for article in articles_of_parts(file, path):
            if HAN.search(article.text):
                written = True
                yield article
    if not written:
        _pass_over(path)


def read_markdown(path: Path, encoding: str | None = None) -> Iterator[Article]:
    """# headings are headlines; a front matter (--- title: … date: … ---) gives the fields."""
    page = decode(bytes_of(path), path, encoding)
    if len(page) > LARGEST_ARTICLE:
        raise ReadError(path, f"{len(page) // 1_000_000} million characters are too many for one page", "split it, or give it as .txt")
    if not HAN.search(page):
        _pass_over(path)
        return
    front = FRONT_MATTER.match(page)
    levels = {}
    blanked = page
    if front:  # blanked, so that offsets stay
        blanked = re.sub(r"[^\n]", " ", front.group()) + page[front.end() :]
    for number, line in enumerate(blanked.split("\n")):
        heading = HEADING.match(line)
        if heading:
            levels[number] = len(heading.group(1))
    fields = dict(FRONT_FIELD.findall(front.group(1))) if front else {}
    from .rows import columns_of, fields_of

    given = fields_of(fields, columns_of(fields)) if fields else {}
    given.pop("text", None)
    for number, article in enumerate(articles_of_page(blanked, levels)):
        article.raw = page
        for key, value in given.items():
            if key in ("published", "source", "newspaper", "region", "url") and value or number == 0 and key in ("headline", "kicker") and value:
                setattr(article, key, value)
        if given.get("published"):
            article.published_from = "page"
        yield article


def read_html(path: Path, encoding: str | None = None) -> Iterator[Article]:
    from .web import articles_of_html

    articles = list(articles_of_html(bytes_of(path), path, encoding))
    if not articles:
        warnings.warn(f"{path}: no news on this page; it is passed over", ReadWarning, stacklevel=2)
    yield from articles


def read_mhtml(path: Path, encoding: str | None = None) -> Iterator[Article]:
    from .archives import articles_of_mhtml

    articles = list(articles_of_mhtml(path))
    if not articles:
        warnings.warn(f"{path}: no news on this page; it is passed over", ReadWarning, stacklevel=2)
    yield from articles


def read_warc(path: Path, encoding: str | None = None) -> Iterator[Article]:
    from .archives import articles_of_warc

    yield from articles_of_warc(path)


def read_json(path: Path, encoding: str | None = None) -> Iterator[Article]:
    from .rows import json_rows

    yield from json_rows(path, encoding)


def read_jsonl(path: Path, encoding: str | None = None) -> Iterator[Article]:
    from .rows import jsonl_rows

    yield from jsonl_rows(path, encoding)


def read_csv(path: Path, encoding: str | None = None) -> Iterator[Article]:
    from .rows import csv_rows

    yield from csv_rows(path, encoding)


def read_parquet(path: Path, encoding: str | None = None) -> Iterator[Article]:
    from .rows import parquet_rows

    yield from parquet_rows(path)


def read_docx(path: Path, encoding: str | None = None) -> Iterator[Article]:
    from .documents import articles_of_docx

    yield from articles_of_docx(path)


def read_pdf(path: Path, encoding: str | None = None) -> Iterator[Article]:
    from .documents import articles_of_pdf

    yield from articles_of_pdf(path)


Reader = Callable[[Path, "str | None"], Iterator[Article]]
# ending → reader, and whether it reads the file in parts
READERS: dict[str, tuple[Reader, bool]] = {
    ".txt": (read_text, True), ".text": (read_text, True), ".md": (read_markdown, False), ".markdown": (read_markdown, False),
    ".html": (read_html, False), ".htm": (read_html, False), ".xhtml": (read_html, False), ".shtml": (read_html, False),
    ".mhtml": (read_mhtml, False), ".mht": (read_mhtml, False), ".warc": (read_warc, True),
    ".json": (read_json, False), ".jsonl": (read_jsonl, True), ".ndjson": (read_jsonl, True), ".csv": (read_csv, True), ".tsv": (read_csv, True),
    ".parquet": (read_parquet, True), ".docx": (read_docx, False), ".pdf": (read_pdf, False),
}
# the same, packed with gzip
READERS |= {f"{suffix}.gz": READERS[suffix] for suffix in (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".shtml", ".warc", ".json", ".jsonl", ".ndjson", ".csv", ".tsv")}
SUFFIXES = tuple(READERS)
PACKED = tuple(suffix for suffix in SUFFIXES if suffix.endswith(".gz"))
OLD = {".doc": ".docx (in Word or LibreOffice: save as)", ".wps": ".docx", ".rtf": ".docx", ".odt": ".docx", ".xls": ".csv", ".xlsx": ".csv", ".caj": ".pdf or .txt",
       ".ceb": ".pdf or .txt", ".ofd": ".pdf or .txt", ".zip": "a folder (unpack it)", ".rar": "a folder (unpack it)", ".7z": "a folder (unpack it)", ".gz": "a folder (unpack it)"}
PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff")
OLD |= dict.fromkeys(PICTURES, "text by OCR (PaddleOCR, tesseract -l chi_sim)")
