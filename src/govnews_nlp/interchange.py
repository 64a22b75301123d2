"""To annotation tools and back: brat standoff, CoNLL BIO, Label Studio, doccano, spaCy's DocBin; and to the gold of `govnews evaluate`.

    tables = gn.extract("pages/")
    gn.interchange.write(tables, "tasks.jsonl", "label-studio")        # annotate, correct …
    corrected = gn.interchange.read("export.json", "label-studio")
    gn.interchange.to_gold(corrected, "gold/")                         # govnews evaluate gold/ --errors
    gn.interchange.write(corrected, "train.spacy", "docbin")           # python -m spacy train config.cfg --paths.train train.spacy …

What goes out and comes back are Annotated articles: the article and spans with a label. The labels are those of the table
`mentions` and SLOGAN. Offsets count characters of the text, as everywhere.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .annotations import IN_FILE_NAMES, SLOGAN, Annotated, Source, Span, annotated, meta, meta_of
from .article import Article
from .gold import to_gold
from .schema import SCHEMA

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Annotated", "Span", "annotated", "label_studio_config", "read", "read_brat", "read_conll", "read_doccano", "read_docbin", "read_label_studio",
           "to_brat", "to_conll", "to_doccano", "to_docbin", "to_gold", "to_label_studio", "write"]

LABELS = (*SCHEMA["mentions"]["label"].values, SLOGAN)
ESCAPES = {"\t": "\\t", "\r": "\\r", "\\": "\\\\"}  # characters that would break a line of CoNLL
NEWLINE = "\\n"


# ---------------------------------------------------------------- brat: one .txt and one .ann an article

def to_brat(source: Source, folder: str | Path) -> Path:
    """{article_id}.txt and .ann, articles.json with what else is known of them, and annotation.conf with the labels."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    known = {}
    for number, item in enumerate(annotated(source), 1):
        text, name = item.article.text, (item.article.article_id or f"text#{number}").translate(IN_FILE_NAMES)
        known[name] = meta_of(item.article)
        _write(folder / f"{name}.txt", text)
        lines = []
        for n, span in enumerate(item.spans, 1):
            surface = text[span.start : span.end]
            pieces, at = [], span.start
            for piece in surface.split("\n"):  # brat cuts a span at line breaks
                if piece:
                    pieces.append(f"{at} {at + len(piece)}")
                at += len(piece) + 1
            lines.append(f"T{n}\t{span.label} {';'.join(pieces)}\t{surface.replace(chr(10), ' ')}\n")
            if span.norm:
                lines.append(f"#{n}\tAnnotatorNotes T{n}\t{span.norm}\n")
        _write(folder / f"{name}.ann", "".join(lines))
    _write(folder / "articles.json", json.dumps(known, ensure_ascii=False, indent=1))
    _write(folder / "annotation.conf", "[entities]\n" + "\n".join(LABELS) + "\n\n[relations]\n\n[events]\n\n[attributes]\n")
    return folder


def read_brat(folder: str | Path) -> list[Annotated]:
    """What to_brat wrote, or any folder of .txt and .ann files with text-bound annotations."""
    folder = Path(folder)
    index = folder / "articles.json"
    known = json.loads(index.read_text("utf-8")) if index.is_file() else {}
    found = []
    for path in sorted(folder.glob("*.ann")):
        with path.with_suffix(".txt").open(encoding="utf-8", newline="") as file:
            text = file.read()
        notes, spans = {}, []
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            cells = line.split("\t")
            if line.startswith("#") and len(cells) > 2:
                notes[cells[1].split(" ")[-1]] = cells[2]
            elif line.startswith("T"):
                try:
                    label, places = cells[1].split(" ", 1)
                    ends = [int(end) for piece in places.split(";") for end in piece.split(" ")]
                    spans.append((cells[0], min(ends), max(ends), label))
                except (IndexError, ValueError):
                    raise ValueError(f"{path}:{number}: no annotation of brat: {line!r}") from None
        meta = {"article_id": path.stem, **known.get(path.stem, {})}
        found.append(Annotated(Article(text=text, **meta), [Span(start, end, label, notes.get(key)) for key, start, end, label in spans]))
    if not found:
        raise FileNotFoundError(f"{folder}: no .ann file in it")
    return found


# ---------------------------------------------------------------- CoNLL: a character a line

def to_conll(source: Source, path: str | Path) -> Path:
    """Character, tab, B-/I-/O tag; a paragraph ends in an empty line, an article begins with -DOCSTART- and its data."""
    with Path(path).open("w", encoding="utf-8", newline="\n") as file:
        for item in annotated(source):
            file.write(f"-DOCSTART-\t{json.dumps(meta_of(item.article), ensure_ascii=False)}\n")
            tags = ["O"] * len(item.article.text)
            for span in item.flat():
                tags[span.start : span.end] = [f"B-{span.label}", *[f"I-{span.label}"] * (span.end - span.start - 1)]
            for character, tag in zip(item.article.text, tags, strict=True):
                if character == "\n":
                    file.write("\n" if tag == "O" else f"{NEWLINE}\t{tag}\n")
                else:
                    file.write(f"{ESCAPES.get(character, character)}\t{tag}\n")
    return Path(path)


def read_conll(path: str | Path) -> list[Annotated]:
    """What to_conll wrote."""
    plain = {NEWLINE: "\n", **{escape: character for character, escape in ESCAPES.items()}}
    found: list[tuple[dict, list[str], list[str]]] = []
    with Path(path).open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, 1):
            line = line[:-1] if line.endswith("\n") else line
            character, _, tag = line.partition("\t")
            if character == "-DOCSTART-":
                found.append((json.loads(tag) if tag else {}, [], []))
                continue
            if not found:
                found.append(({}, [], []))
            character = plain.get(character, character) if line else "\n"
            if len(character) != 1 or line and not (tag == "O" or tag[:2] in ("B-", "I-")):
                raise ValueError(f"{path}:{number}: a character, a tab and a tag (O, B-…, I-…) expected: {line!r}")
            found[-1][1].append(character)
            found[-1][2].append(tag or "O")
    return [Annotated(Article(text="".join(text), **meta), list(_from_bio(tags))) for meta, text, tags in found]


def _from_bio(tags: list[str]) -> Iterator[Span]:
    start, label = None, ""
    for at, tag in enumerate([*tags, "O"]):
        if start is not None and tag != f"I-{label}":
            yield Span(start, at, label)
            start = None
        if tag != "O" and start is None:
            start, label = at, tag[2:]


# ---------------------------------------------------------------- Label Studio and doccano

def to_label_studio(source: Source, path: str | Path) -> Path:
    """Tasks with predictions: a JSON list where the path ends in .json, else JSON lines. The labelling interface: label_studio_config()."""
    return _json_out(path, ({"data": {"text": item.article.text, **meta_of(item.article)},
                             "predictions": [{"model_version": "govnews_nlp", "result": list(_results(item))}]}
                            for item in annotated(source)))


def _results(item: Annotated) -> Iterator[dict]:
    text = item.article.text
    wide = [at for at, character in enumerate(text) if character > "\uffff"]  # a browser counts 𠮷 as two
    for number, span in enumerate(item.spans):
        start, end = (position + bisect_left(wide, position) for position in (span.start, span.end))
        value = {"start": start, "end": end, "text": text[span.start : span.end], "labels": [span.label]}
        yield {"id": f"s{number}", "from_name": "label", "to_name": "text", "type": "labels", "value": value, "meta": {"text": [span.norm] if span.norm else []}}


def label_studio_config() -> str:
    """The labelling interface for the tasks."""
    colours = ("#f5b700", "#5a9e4b", "#3b82c4", "#d9534f", "#8e5bb5", "#2a9d8f", "#b5182b")
    labels = "".join(f'<Label value="{label}" background="{colour}"/>' for label, colour in zip(LABELS, colours, strict=True))
    return f'<View><Header value="$headline"/><Labels name="label" toName="text">{labels}</Labels><Text name="text" value="$text"/></View>'


def read_label_studio(path: str | Path) -> list[Annotated]:
    """An export (JSON), or the tasks themselves: the last annotation that was not cancelled, else the prediction."""
    found = []
    for task in _json_in(path):
        text = task["data"]["text"]
        done = [one for one in task.get("annotations") or [] if not one.get("was_cancelled")] or task.get("predictions") or [{"result": []}]
        spans = []
        for result in done[-1]["result"]:
            if result.get("type") != "labels":
                continue
            value = result["value"]
            start, end = _checked(text, value["start"], value["end"], value.get("text"))
            norm = next(iter((result.get("meta") or {}).get("text") or []), None)
            spans += [Span(start, end, label, norm) for label in value["labels"]]
        found.append(Annotated(Article(text=text, **meta(task["data"])), spans))
    return found


def _checked(text: str, start: int, end: int, surface: str | None) -> tuple[int, int]:
    """A browser's positions as ours; the surface, where it is given, decides."""
    if surface and text[start:end] == surface:
        return start, end
    units = text.encode("utf-16-le")
    return tuple(len(units[: 2 * position].decode("utf-16-le", "ignore")) for position in (start, end))  # type: ignore[return-value]


def to_doccano(source: Source, path: str | Path) -> Path:
    """JSON lines of doccano's sequence labelling: text, label [[start, end, label], …], and the article's data."""
    return _json_out(path, ({"text": item.article.text, "label": [[span.start, span.end, span.label] for span in item.spans], **meta_of(item.article)}
                            for item in annotated(source)))


def read_doccano(path: str | Path) -> list[Annotated]:
    """doccano's exports: `label`, `labels`, or `entities` with start_offset and end_offset."""
    found = []
    for row in _json_in(path):
        spans = [Span(int(start), int(end), label) for start, end, label in row.get("label") or row.get("labels") or []]
        spans += [Span(item["start_offset"], item["end_offset"], item["label"]) for item in row.get("entities") or []]
        found.append(Annotated(Article(text=row["text"], **meta({**(row.get("meta") or row.get("metadata") or {}), **row})), spans))
    return found


# ---------------------------------------------------------------- DocBin

def to_docbin(source: Source, path: str | Path, nlp: Language | None = None) -> Path:
    """Docs with entities (slogans in doc.spans["slogans"], entities inside others in doc.spans["nested"]) for `spacy train`; nlp: whose tokens, else single characters."""
    import spacy
    from spacy.tokens import DocBin
    from spacy.tokens import Span as DocSpan
    from spacy.util import filter_spans

    nlp = nlp or spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "govnews.CharTokenizer.v1"}}})
    docs = DocBin(attrs=["ENT_IOB", "ENT_TYPE", "ENT_KB_ID"], store_user_data=True)
    for item in annotated(source):
        doc = nlp.make_doc(item.article.text)
        by_character = len(doc) == len(item.article.text)
        ents, slogans = [], []
        for span in item.spans:
            place = (span.start, span.end) if by_character else _tokens(doc, span)
            if place is not None:
                (slogans if span.label == SLOGAN else ents).append(DocSpan(doc, *place, label=span.label, kb_id=span.norm or ""))
        doc.set_ents(chosen := filter_spans(ents))
        doc.spans["slogans"] = slogans
        doc.spans["nested"] = [span for span in ents if span not in chosen]
        doc._.article = item.article
        docs.add(doc)
    docs.to_disk(path)
    return Path(path)


def _tokens(doc: Any, span: Span) -> tuple[int, int] | None:
    found = doc.char_span(span.start, span.end, alignment_mode="expand")
    return None if found is None else (found.start, found.end)


def read_docbin(path: str | Path, nlp: Language | None = None) -> list[Annotated]:
    """A DocBin of to_docbin, or of the pipeline's own Docs (with store_user_data=True where the articles' data shall come along)."""
    import spacy
    from spacy.tokens import DocBin

    from .records import article_of

    found = []
    for doc in DocBin().from_disk(path).get_docs((nlp or spacy.blank("zh")).vocab):
        groups = ((doc.ents, None), (doc.spans.get("nested", ()), None), (doc.spans.get("slogans", ()), SLOGAN))
        spans = [Span(span.start_char, span.end_char, label or span.label_, span.kb_id_ or None) for group, label in groups for span in group]
        found.append(Annotated(article_of(doc), spans))
    return found


# ---------------------------------------------------------------- by name

FORMATS: dict[str, tuple[Callable[..., Path], Callable[..., list[Annotated]]]] = {
    "brat": (to_brat, read_brat), "conll": (to_conll, read_conll), "label-studio": (to_label_studio, read_label_studio),
    "doccano": (to_doccano, read_doccano), "docbin": (to_docbin, read_docbin),
}


def write(source: Source, path: str | Path, format: str) -> Path:
    """source: EventTables or Annotated articles. format: brat (a folder), conll, label-studio, doccano, docbin."""
    return _of(format)[0](source, path)


def read(path: str | Path, format: str) -> list[Annotated]:
    """Annotated articles from what an annotation tool exports."""
    return _of(format)[1](path)


def _of(format: str) -> tuple[Callable[..., Path], Callable[..., list[Annotated]]]:
    if format not in FORMATS:
        raise ValueError(f"format={format!r}: give one of {', '.join(FORMATS)}")
    return FORMATS[format]


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="\n")


def _json_out(path: str | Path, rows: Iterable[dict]) -> Path:
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    text = "[\n" + ",\n".join(lines) + "\n]\n" if Path(path).suffix == ".json" else "".join(f"{line}\n" for line in lines)
    _write(Path(path), text)
    return Path(path)


def _json_in(path: str | Path) -> list[dict]:
    text = Path(path).read_text("utf-8-sig")
    if text.lstrip().startswith("["):
        return json.loads(text)
    return [json.loads(line) for line in text.split("\n") if line.strip()]
