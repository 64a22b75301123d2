"""Corrected annotation → a model of the user's own, for gn.load(ner="my_model").

    govnews retrain corrected.jsonl -o my_model          # or gn.training.retrain("corrected.jsonl", "my_model")

A spaCy pipeline with one component (templates/ner.cfg) learns persons, titles, organisations and places, sentence by sentence, as
it will see them later. Some articles are held back: on them the best state is chosen, and there the new model is compared
with the one that comes with the library, both with all the rules around them.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import IO

import pandas as pd

from . import interchange
from .article import Article
from .evaluate import Score
from .interchange import Annotated, Span
from .ner.stretches import stretches

LABELS = ("PERSON", "TITLE", "ORG", "PLACE")  # what a model adds; dates, meetings and slogans are the rules' business
LEAST = 5  # articles without which there is nothing to learn and to compare
ENDINGS = {".spacy": "docbin", ".conll": "conll", ".bio": "conll", ".tsv": "conll"}


@dataclass
class Retrained:
    """What retrain() made.

    path: the model's folder. n_train, n_dev: articles learnt from and held back. scores: F1 per label on those held back, columns
    "shipped" (the library's own model) and "retrained".
    """

    path: Path
    n_train: int
    n_dev: int
    scores: pd.DataFrame

    @property
    def is_better(self) -> bool:
        """Whether the new model does better than the shipped one, over all labels."""
        return bool(self.scores.at["all", "retrained"] > self.scores.at["all", "shipped"])

    def __str__(self) -> str:
        verdict = "better than" if self.is_better else "no better than"
        return (f"{self.n_train} articles learnt from, {self.n_dev} held back; F1 on these, with all rules:\n{self.scores.round(3).to_string()}\n"
                f"{self.path} is {verdict} the shipped model here: gn.load(ner={str(self.path)!r})")


def retrain(corrected: str | Path | Iterable[str | Path] | Iterable[Annotated], out: str | Path, *, format: str | None = None,
            also: object = None, dev: float = 0.2, steps: int | None = None, seed: int = 0, log: IO[str] | None = sys.stderr) -> Retrained:
    """Train a model on corrected articles.

    corrected: what an annotation tool exported (a file, a folder, several of them), or Annotated articles. format: as in
    interchange.read; None to find out. out: the folder to write, a spaCy pipeline; the data and the configuration lie in its subfolder
    training. also: pages without annotation, anything that gn.extract takes; the library's own pipeline annotates them, so that few
    corrected articles need not teach everything. dev: share of the corrected articles that is held back. steps: at most so many.
    log: where spaCy's table of progress goes; None for nowhere.
    """
    items = [item for item in _items(corrected, format) if item.article.text.strip()]
    if len(items) < LEAST:
        raise ValueError(f"{len(items)} annotated articles are too few to train on: {LEAST} at the very least, some hundred to be of use")
    if not any(span.label in LABELS for item in items for span in item.spans):
        raise ValueError(f"no span with a label {', '.join(LABELS)} in the annotation")
    random.Random(seed).shuffle(items)
    n_dev = max(1, round(dev * len(items)))
    held, learnt = items[:n_dev], items[n_dev:]
    folder = _fresh(Path(out))
    silver = list(interchange.annotated(_extracted(also))) if also is not None else []
    interchange.to_docbin(_sentences([*learnt, *silver]), folder / "train.spacy")
    interchange.to_docbin(_sentences(held), folder / "dev.spacy")
    _train(folder, steps, seed, log)
    _moved(folder / "model-best", Path(out))
    shutil.rmtree(folder / "model-last", ignore_errors=True)
    made = Retrained(Path(out), len(learnt), len(held), compare(held, {"shipped": "default", "retrained": str(out)}))
    (folder / "scores.json").write_text(json.dumps(made.scores.to_dict(), indent=1), "utf-8")
    return made


def compare(items: list[Annotated], models: dict[str, str]) -> pd.DataFrame:
    """F1 per label (and "all") of whole pipelines on annotated articles. models: column → what gn.load(ner=…) takes."""
    from . import extract, load

    gold = {number: {span[:3] for span in item.spans if span.label in LABELS} for number, item in enumerate(items)}
    articles = [replace(item.article, article_id=str(number)) for number, item in enumerate(items)]
    columns = {}
    for name, model in models.items():
        tables = extract(articles, nlp=load(ner=model))
        found = {int(item.article.article_id): {span[:3] for span in item.spans if span.label in LABELS} for item in interchange.annotated(tables)}
        columns[name] = {label: _f1([(_of(gold[number], label), _of(found.get(number, set()), label)) for number in gold]) for label in (*LABELS, "all")}
    return pd.DataFrame(columns)


def _of(spans: set[tuple], label: str) -> set[tuple]:
    return {span for span in spans if label in (span[2], "all")}


def _f1(pairs: list[tuple[set, set]]) -> float:
    found, spurious, missed = (sum(counts) for counts in zip(*((len(a & b), len(b - a), len(a - b)) for a, b in pairs), strict=True))
    return Score(found, spurious, missed).f1


# ---------------------------------------------------------------- data

def _items(corrected: object, format: str | None) -> Iterator[Annotated]:
    for one in [corrected] if isinstance(corrected, str | Path) else corrected:  # type: ignore[attr-defined]
        if isinstance(one, Annotated):
            yield one
        else:
            yield from interchange.read(one, format or format_of(one))


def format_of(path: str | Path) -> str:
    """The format of an annotation tool's file, by its ending and its first row."""
    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(f"{path}: no such file or folder")
    if path.is_dir():
        return "brat"
    if path.suffix in ENDINGS:
        return ENDINGS[path.suffix]
    rows = interchange._json_in(path)
    return "label-studio" if rows and "data" in rows[0] else "doccano"


def _extracted(also: object):
    from . import extract

    return extract(also)


def _sentences(items: Iterable[Annotated]) -> Iterator[Annotated]:
    """Sentence by sentence, as the model will see the text, with the spans that it is to learn."""
    for item in items:
        spans = Annotated(item.article, [span for span in item.spans if span.label in LABELS]).flat()
        for start, end in stretches(item.article.text):
            if text := item.article.text[start:end].strip("\n"):
                inside = [Span(span.start - start, span.end - start, span.label) for span in spans if start <= span.start and span.end <= start + len(text)]
                yield Annotated(Article(text=text), inside)


# ---------------------------------------------------------------- training

def _fresh(out: Path) -> Path:
    """The folder training in `out`, empty. A folder with anything else in it than an earlier model is left alone."""
    folder = out / "training"
    if out.exists() and any(out.iterdir()) and not folder.is_dir():
        raise FileExistsError(f"{out}: there is something else in this folder; name a new one")
    shutil.rmtree(out, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _train(folder: Path, steps: int | None, seed: int, log: IO[str] | None) -> None:
    from spacy.training.initialize import init_nlp
    from spacy.training.loop import train
    from spacy.util import load_config

    from . import tokenizer  # noqa: F401  (registers it)

    (folder / "config.cfg").write_text(files("govnews_nlp").joinpath("templates", "ner.cfg").read_text("utf-8"), "utf-8")
    overrides = {"paths.train": str(folder / "train.spacy"), "paths.dev": str(folder / "dev.spacy"), "system.seed": seed}
    if steps is not None:
        overrides["training.max_steps"] = steps
    config = load_config(folder / "config.cfg", overrides=overrides, interpolate=True)
    nlp = init_nlp(config)
    nlp.meta["name"], nlp.meta["description"] = "govnews_retrained", "Persons, titles, organisations and places of Chinese news, trained by govnews retrain"
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        train(nlp, folder, stdout=log or nowhere, stderr=log or nowhere)


def _moved(model: Path, out: Path) -> None:
    for path in model.iterdir():
        shutil.move(path, out / path.name)
    model.rmdir()
