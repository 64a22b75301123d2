"""Bytes → text: BOM, UTF-8, UTF-16, GB18030, Big5."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO

from .errors import ReadError

BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
FREQUENT = frozenset("的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口東书會國時來這為個們")
SAMPLE = 20_000
CONTROLS = (*range(0, 9), *range(14, 27), *range(28, 32))  # bytes that text does not have
# first bytes of files that are no text → what they are
MAGIC = {b"%PDF": "a PDF file: name it .pdf", b"PK\x03\x04": "a ZIP or Office file: name it .docx, or unpack it", b"\xd0\xcf\x11\xe0": "an old Office file: save it as .docx",
         b"\x89PNG": "an image: OCR it first (PaddleOCR, tesseract -l chi_sim)", b"\xff\xd8\xff": "an image: OCR it first (PaddleOCR, tesseract -l chi_sim)",
         b"\x1f\x8b": "a gzip file: add .gz to its name (page.txt.gz), or unpack it", b"Rar!": "an archive: unpack it", b"7z\xbc\xaf": "an archive: unpack it", b"PAR1": "a Parquet file: name it .parquet", b"{\\rtf": "an RTF file: save it as .docx"}
LARGEST_UNPACKED = 200_000_000  # bytes of a page that was packed
MOST_UNPACKED = 200  # times the size of a larger file that is packed; text gives three to twenty
LONGEST_LINE = 50_000_000  # characters
HEAD = 200_000  # bytes from which the encoding of a long file is told


def is_packed(path: Path) -> bool:
    """Whether the file is packed with gzip, by its name."""
    return path.suffix.lower() == ".gz"


def bytes_of(path: Path) -> bytes:
    """The bytes of a file that is read as one page, unpacked where it is packed with gzip."""
    if not is_packed(path):
        return path.read_bytes()
    with gzip.open(path) as file:
        data = file.read(LARGEST_UNPACKED + 1)
    if len(data) > LARGEST_UNPACKED:
        raise ReadError(path, f"more than {LARGEST_UNPACKED // 1_000_000} MB when unpacked are too large for one page", "split it, or give it as .jsonl.gz or .csv.gz with a column text")
    return data


def decode(data: bytes, source: object, encoding: str | None = None) -> str:
    """The text of the bytes. encoding: where the user knows it. Raises ReadError for empty and binary files."""
    if not data.strip():
        raise ReadError(source, "the file is empty", "give a file with text")
    for magic, what in MAGIC.items():
        if data.startswith(magic):
            reason, _, remedy = what.partition(": ")
            raise ReadError(source, f"not text but {reason}", remedy)
    controls = sum(data[:SAMPLE].count(code) for code in CONTROLS)
    if controls > len(data[:SAMPLE]) // 20 and not data.startswith((b"\xff\xfe", b"\xfe\xff")) and data[:SAMPLE].count(0) < controls // 2:
        raise ReadError(source, "a binary file", "give text, HTML, PDF, DOCX, JSON, CSV or Parquet with the right ending")
    if encoding:
        try:
            return _unified(data.decode(encoding))
        except (UnicodeDecodeError, LookupError) as error:
            raise ReadError(source, f"not {encoding}: {error}", "leave out encoding= to have it detected") from None
    for bom, name in BOMS:
        if data.startswith(bom):
            return _unified(data.decode(name, errors="replace"))
    zeros = data[:SAMPLE].count(0)
    if zeros > len(data[:SAMPLE]) // 20:
        for name in ("utf-16-le", "utf-16-be"):
            text = data.decode(name, errors="replace")
            if _plausible(text) > 0.3:
                return _unified(text)
        raise ReadError(source, "a binary file", "give text, HTML, PDF, DOCX, JSON, CSV or Parquet with the right ending")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode(_legacy(data, source), errors="replace")
    if sum(character < " " and character not in "\n\r\t\f\v" for character in text[:SAMPLE]) > len(text[:SAMPLE]) // 10:
        raise ReadError(source, "a binary file", "give text, HTML, PDF, DOCX, JSON, CSV or Parquet with the right ending")
    return _unified(text)


def _legacy(data: bytes, source: object) -> str:
    """GB18030 or Big5, whichever gives more of the frequent characters; UTF-8 with a few broken bytes where neither does."""
    candidates = []
    for name in ("gb18030", "big5"):
        text = data.decode(name, errors="replace")
        if text.count("\ufffd") <= len(text) // 50:
            candidates.append((_plausible(text), name))
    for name in ("utf-16-le", "utf-16-be"):
        text = data[: SAMPLE * 2].decode(name, errors="replace")
        if _plausible(text) > 0.3:
            candidates.append((_plausible(text), name))
    repaired = data.decode("utf-8", errors="replace")
    if repaired.count("\ufffd") <= len(repaired) // 20:
        candidates.append((_plausible(repaired), "utf-8"))
    if not candidates or max(score for score, _ in candidates) < 0.05:
        from charset_normalizer import from_bytes

        best = from_bytes(data[:SAMPLE]).best()
        if best is None:
            raise ReadError(source, "the encoding can't be recognised", "give encoding=, for instance gb18030, or save the file as UTF-8")
        return best.encoding
    return max(candidates, key=lambda item: item[0])[1]


def _plausible(text: str) -> float:
    """Share of the non-ASCII characters that are frequent Chinese ones or Chinese punctuation."""
    foreign = [character for character in text[:SAMPLE] if character > "\x7f"]
    return sum(character in FREQUENT or character in "，。、；：“”（）《》" for character in foreign) / len(foreign) if foreign else 0.0


def _unified(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


class LongText:
    """An open text file that is read in parts or line by line. Raises ReadError where a line does not end."""

    def __init__(self, file: IO[str], source: object):
        self.file, self.source = file, source
        self.read = file.read

    def readline(self) -> str:
        line = self.file.readline(LONGEST_LINE)
        if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
            raise ReadError(self.source, f"a line of more than {LONGEST_LINE // 1_000_000} million characters", "break it, so that an article or a row is a line at most")
        return line

    def __iter__(self) -> Iterator[str]:
        return iter(self.readline, "")

    def __enter__(self) -> LongText:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


class Unpacked(gzip.GzipFile):
    """A file packed with gzip. Raises ReadError where it unpacks to far more than text does."""

    def __init__(self, path: Path):
        super().__init__(path, "rb")
        self.source, self.most = path, max(LARGEST_UNPACKED, MOST_UNPACKED * path.stat().st_size)

    def read1(self, size: int = -1) -> bytes:
        data = super().read1(size)
        if self.tell() > self.most:
            raise ReadError(self.source, f"it unpacks to more than {self.most // 1_000_000} MB, {MOST_UNPACKED} times its size", "unpack it and look what it is")
        return data


def open_text(path: Path, encoding: str | None = None, newline: str | None = None) -> LongText:
    """The file opened as text in its encoding, for formats that are read line by line. Raises ReadError for binary files."""

    def opened() -> BinaryIO:
        return Unpacked(path) if is_packed(path) else path.open("rb")

    if not encoding:
        with opened() as file:
            encoding = encoding_of(file.read(HEAD), path)
    return LongText(io.TextIOWrapper(opened(), encoding=encoding, errors="replace", newline=newline), path)


def encoding_of(sample: bytes, source: object) -> str:
    """The encoding of a file by its beginning."""
    for bom, name in BOMS:
        if sample.startswith(bom):
            return name
    decode(sample, source)  # binary files and unknown encodings raise
    for cut in range(4):  # the sample may end inside a character
        try:
            sample[: len(sample) - cut].decode("utf-8")
            return "utf-8"
        except UnicodeDecodeError:
            continue
    if sample.count(0) > len(sample) // 20:
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    return _legacy(sample, source)
