"""Documents: Word files (.docx) with their tables, PDF pages with columns in reading order."""

from __future__ import annotations

import re
import statistics
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from ..article import Article
from .errors import ReadError, ReadWarning
from .layout import articles_of_page

LARGEST_UNPACKED = 300_000_000  # bytes of an Office file when unpacked
LARGEST_STREAM = 200_000_000  # bytes of a PDF's stream when unpacked
SUSPECT = 100_000  # bytes of a packed stream; a smaller one unpacks to 100 MB at most
MOST_PAGES = 2_000
MOST_CHARACTERS = 200_000  # of one PDF page
LARGE = 1.25  # print this much larger than the body's is a headline
GUTTER = 0.9  # of the body's size: white between two columns
BLANK, LATIN_BLANK, TYPED_BLANK = 0.45, 0.22, 0.1  # of a character's size: white that is a blank; between Latin ones; where one was typed between Chinese ones
STORIES = 2.0  # of the body's size: white between two articles, one above the other
NEW_BLOCK = 1.1  # of the body's size: white between two blocks, one above the other
OCR = "recognise its text first: OCRmyPDF (ocrmypdf -l chi_sim), PaddleOCR or tesseract -l chi_sim"
HAN = re.compile(r"[\u3400-\u9fff]")


# ---- Word


def articles_of_docx(path: Path) -> Iterator[Article]:
    """Paragraphs and table rows in their order; titles and headings by style."""
    try:
        import docx
        from docx.table import Table
        from docx.text.paragraph import Paragraph
    except ImportError:
        raise ReadError(path, ".docx needs python-docx", 'pip install "govnews-nlp[documents]"') from None
    _check_zip(path)
    try:
        document = docx.Document(str(path))
        lines: list[str] = []
        levels: dict[int, int] = {}
        for item in document.iter_inner_content():
            if isinstance(item, Paragraph):
                level = _level_of_style(item)
                for text in item.text.split("\n"):
                    if level and text.strip():
                        levels[len(lines)] = level
                    lines.append(text)
            elif isinstance(item, Table):
                lines += list(_rows(item))
    except ReadError:
        raise
    except Exception as error:
        raise ReadError(path, f"not a readable Word file: {type(error).__name__}: {error}", "save it again as .docx") from None
    page = "\n".join(lines)
    if not HAN.search(page):
        warnings.warn(f"{path}: no Chinese text; the file is passed over", ReadWarning, stacklevel=2)
        return
    yield from articles_of_page(page, levels)


def _check_zip(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(item.file_size for item in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise ReadError(path, f"not a Word file: {error}", "save it as .docx (old .doc files: open and save as .docx)") from None
    if size > LARGEST_UNPACKED:
        raise ReadError(path, f"{size // 1_000_000} MB when unpacked are too large", "save only the text")


def _level_of_style(paragraph) -> int:
    name = (paragraph.style.name or "") if paragraph.style is not None else ""
    if name in ("Title", "标题"):
        return 1
    match = re.fullmatch(r"(?:Heading|标题)\s?(\d)", name)
    return int(match.group(1)) if match else 0


def _rows(table) -> Iterator[str]:
    """A row a line, cells with tabs between them; cells that were merged once. Tables inside cells follow their row."""
    for row in table.rows:
        cells, inner, last = [], [], None
        for cell in row.cells:
            if cell._tc is last:
                continue
            last = cell._tc
            text = cell.text.strip()
            cells.append(text if len(row.cells) == 1 or "\n" not in text else text.replace("\n", " ") if len(text) < 60 else text)
            for nested in cell.tables:
                inner += list(_rows(nested))
        if any("\n" in cell for cell in cells):  # a table that sets columns of text side by side
            yield from "\n".join(cells).split("\n")
        elif any(cells):
            yield "\t".join(cells)
        yield from inner


# ---- PDF


@dataclass(slots=True)
class Fragment:
    """A piece of a printed line: no column gutter inside."""

    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    text: str


def articles_of_pdf(path: Path) -> Iterator[Article]:
    """The text of all pages, columns in reading order, large print as headlines."""
    try:
        import pdfplumber
    except ImportError:
        raise ReadError(path, ".pdf needs pdfplumber", 'pip install "govnews-nlp[documents]"') from None
    import logging

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    _check_streams(path)
    lines: list[str] = []
    levels: dict[int, int] = {}
    images = pages = 0
    try:
        with pdfplumber.open(path) as document:
            count = len(document.pages)
            if count > MOST_PAGES:
                raise ReadError(path, f"{count} pages are too many", f"split it into files of at most {MOST_PAGES} pages")
            for page in document.pages:
                pages += 1
                images += bool(page.images)
                if len(page.chars) > MOST_CHARACTERS:
                    raise ReadError(path, f"page {page.page_number} has {len(page.chars)} characters, too many for a page", "split the file")
                for fragment, level in _page_lines(page):
                    if level:
                        levels[len(lines)] = level
                    lines.append(fragment)
                page.close()
    except ReadError:
        raise
    except Exception as error:
        name = type(error).__name__
        if "Password" in name or "Password" in str(error) or "ncrypt" in str(error):
            raise ReadError(path, "the PDF is protected by a password", "save a copy without it") from None
        raise ReadError(path, f"not a readable PDF: {name}: {error}", "print it to a new PDF") from None
    text = "\n".join(lines)
    if not HAN.search(text):
        if images or not text.strip():
            raise ReadError(path, f"the PDF has no text ({pages} {'page' if pages == 1 else 'pages'}, scanned)", OCR)
        if "(cid:" in text:
            raise ReadError(path, "the PDF's font says not which characters it prints", OCR)
        warnings.warn(f"{path}: no Chinese text; the file is passed over", ReadWarning, stacklevel=2)
        return
    yield from articles_of_page(text, levels)


def _check_streams(path: Path) -> None:
    """Streams that unpack to more than a page can hold."""
    data = path.read_bytes()
    position = 0
    while (start := data.find(b"stream", position)) >= 0:
        end = data.find(b"endstream", start)
        if end < 0:
            return
        header = data[max(0, start - 600) : start]
        header = header[header.rfind(b"obj") + 3 :]
        position = end + 9
        if header.count(b"/FlateDecode") + header.count(b"/Fl ") > 1 and b"DecodeParms" not in header:
            raise ReadError(path, "a stream of the PDF is packed twice", "print it to a new PDF")
        if end - start < SUSPECT or b"/Fl" not in header:
            continue
        unpacking, unpacked = zlib.decompressobj(), 0
        packed = data[start + 6 : end].lstrip(b"\r\n")
        try:
            while packed and unpacked <= LARGEST_STREAM:
                unpacked += len(unpacking.decompress(packed, 10_000_000))
                packed = unpacking.unconsumed_tail
        except zlib.error:
            continue
        if unpacked > LARGEST_STREAM:
            raise ReadError(path, f"a stream of the PDF unpacks to more than {LARGEST_STREAM // 1_000_000} MB", "print it to a new PDF")


def _page_lines(page) -> Iterator[tuple[str, int]]:
    """(line, level of the heading or 0) in reading order; blocks are parted by blank lines."""
    fragments = _fragments(page)
    if not fragments:
        return
    weights: dict[float, int] = {}
    for fragment in fragments:
        weights[round(fragment.size, 1)] = weights.get(round(fragment.size, 1), 0) + len(fragment.text)
    body = max(weights, key=lambda size: weights[size])
    for number, block in enumerate(_ordered(fragments, body)):
        if number:
            yield "", 0
        left = min(fragment.x0 for fragment in block)
        largest = max(fragment.size for fragment in block)
        for fragment in block:
            large = fragment.size >= LARGE * body and bool(HAN.search(fragment.text)) and len(fragment.text) <= 60
            indent = "\u3000\u3000" if not large and body < fragment.x0 - left < 3.5 * body and len(block) > 1 else ""
            yield indent + fragment.text.strip(), (1 if fragment.size >= 0.95 * largest else 2) if large else 0


def _fragments(page) -> list[Fragment]:
    """Characters → pieces of lines, cut where the white is wider than a character."""
    characters: list[dict] = []
    for character in page.dedupe_chars().chars:
        if character["text"].strip():
            if character.get("upright", True):
                characters.append(character)
        elif characters:
            characters[-1]["blank"] = True  # typed behind it
    if not characters:
        return []
    characters.sort(key=lambda c: (round((c["top"] + c["bottom"]) / 2 / max(c["size"] * 0.4, 1)), c["x0"]))
    rows: list[list[dict]] = []
    for character in sorted(characters, key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"])):
        middle = (character["top"] + character["bottom"]) / 2
        row = next((row for row in reversed(rows[-6:]) if abs(row[0]["middle"] - middle) < 0.35 * min(character["size"], row[0]["size"]) and 0.7 < character["size"] / row[0]["size"] < 1.4), None)
        character["middle"] = middle
        if row is None:
            rows.append([character])
        else:
            row.append(character)
    fragments = []
    for row in rows:
        row.sort(key=lambda c: c["x0"])
        current = [row[0]]
        for character in row[1:]:
            if character["x0"] - current[-1]["x1"] > GUTTER * character["size"]:
                fragments.append(_fragment(current))
                current = []
            current.append(character)
        fragments.append(_fragment(current))
    return fragments


def _fragment(characters: list[dict]) -> Fragment:
    text = characters[0]["text"]
    for before, character in pairwise(characters):
        text += " " * _is_parted(before, character) + character["text"]
    return Fragment(min(c["x0"] for c in characters), max(c["x1"] for c in characters), min(c["top"] for c in characters),
                    max(c["bottom"] for c in characters), statistics.median(c["size"] for c in characters), text)


def _is_parted(before: dict, character: dict) -> bool:
    """Whether a blank stands between two characters of a line: white that is wide for their script, or one that was typed (记者 甲)."""
    white, last, first = (character["x0"] - before["x1"]) / character["size"], before["text"][-1], character["text"][0]
    if last.isascii() and first.isascii():
        return white > LATIN_BLANK
    return white > BLANK or "blank" in before and white > TYPED_BLANK and bool(HAN.match(last) and HAN.match(first))


def _ordered(fragments: list[Fragment], body: float, depth: int = 0) -> list[list[Fragment]]:
    """Blocks in reading order: cut along the widest white, columns before rows (recursive X-Y cut)."""
    if len(fragments) < 2 or depth > 40:
        return [sorted(fragments, key=lambda f: (f.top, f.x0))]
    columns, rows = _cut([(f.x0, f.x1) for f in fragments]), _cut([(f.top, f.bottom) for f in fragments])
    stories = rows[0] >= STORIES * body and rows[0] > columns[0]  # white across the page, wider than any gutter
    if columns[0] >= GUTTER * body * 0.8 and not stories:
        left, right = [f for f in fragments if f.x1 <= columns[1]], [f for f in fragments if f.x1 > columns[1]]
        if not _is_row(left, right):
            return _ordered(left, body, depth + 1) + _ordered(right, body, depth + 1)
    row = rows[1] if rows[0] >= NEW_BLOCK * body else _size_cut(fragments, body)
    if row is not None:
        upper, lower = [f for f in fragments if f.bottom <= row + 0.01], [f for f in fragments if f.bottom > row + 0.01]
        if upper and lower:
            return _ordered(upper, body, depth + 1) + _ordered(lower, body, depth + 1)
    return [_as_lines(fragments)]


def _cut(spans: list[tuple[float, float]]) -> tuple[float, float]:
    """(width, middle) of the widest gap between the spans' shadows; (0, 0) where there is none."""
    best, end = (0.0, 0.0), None
    for low, high in sorted(spans):
        if end is not None and low - end > best[0]:
            best = (low - end, (low + end) / 2)
        end = high if end is None else max(end, high)
    return best


def _size_cut(fragments: list[Fragment], body: float) -> float | None:
    """Between a line of large print and one of the body's, where whole rows can be parted."""
    rows = sorted(fragments, key=lambda f: f.top)
    bottom = rows[0].bottom
    for before, after in zip(rows, rows[1:], strict=False):
        bottom = max(bottom, before.bottom)
        if after.top >= bottom - 0.1 * body and (before.size >= LARGE * body) != (after.size >= LARGE * body):
            return bottom
    return None


def _is_row(left: list[Fragment], right: list[Fragment]) -> bool:
    """A single printed line with wide blanks (本报讯　记者 甲), not two columns."""
    return len(left) == 1 and len(right) == 1 and abs(left[0].top - right[0].top) < 0.5 * left[0].size


def _as_lines(fragments: list[Fragment]) -> list[Fragment]:
    """Pieces of one printed line put together again."""
    lines: list[Fragment] = []
    for fragment in sorted(fragments, key=lambda f: (f.top, f.x0)):
        last = lines[-1] if lines else None
        if last is not None and abs(last.bottom - fragment.bottom) < 0.35 * min(last.size, fragment.size) and fragment.x0 >= last.x1:
            last.text, last.x1 = f"{last.text} {fragment.text}", fragment.x1
        else:
            lines.append(fragment)
    return lines
