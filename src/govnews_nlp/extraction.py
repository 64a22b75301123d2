"""extract(): pages, texts or Articles in, EventTables out."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice, takewhile, tee
from typing import TYPE_CHECKING, Any

import pandas as pd

from .article import Article
from .frames import UniqueIds
from .reading import ReadError, iter_articles
from .tables import EventTables, concat, to_tables

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PART = 500  # articles that are held in memory at once


def extract(source: Any, *, nlp: Language | None = None, published: Any = None, region: str | None = None, ner: str | None = None,
            lexicons: str | None = None, encoding: str | None = None, n_process: int = 1, batch_size: int = 128, progress: bool = False) -> EventTables:
    """The tables of all articles in `source`.

    source: a path, glob or folder; a text; an Article; a DataFrame with a column `text`; or an iterable of these.
    published: the articles' day where they do not say it themselves: a date, an ISO string, or a callable or regular
    expression on the file name. region: home of the newspaper, such as 浙江省杭州市萧山区.
    nlp: a pipeline of load(). ner, lexicons: passed on to load(), where no nlp is given. encoding: of text files, where it is not
    detected rightly. n_process: worker processes. batch_size: articles that a process gets at once. progress: show a progress bar.

    A file that can't be read, or an article that a component fails on, is left out with a warning and listed in `tables.failures` as
    (file, reason). Raises ValueError for a DataFrame without a column `text`, and where ner or lexicons are given beside an nlp;
    TypeError for a source of another kind.
    """
    return concat(iter_tables(source, nlp=nlp, published=published, region=region, ner=ner, lexicons=lexicons, encoding=encoding,
                              n_process=n_process, batch_size=batch_size, progress=progress))


def iter_tables(source: Any, *, nlp: Language | None = None, published: Any = None, region: str | None = None, ner: str | None = None,
                lexicons: str | None = None, encoding: str | None = None, n_process: int = 1, batch_size: int = 128,
                progress: bool = False, part: int = PART) -> Iterator[EventTables]:
    """extract() in parts of `part` articles, for corpora that are larger than memory. Arguments as for extract()."""
    nlp = _pipeline(nlp, ner, lexicons)
    failures: list[tuple[str, str]] = []

    def failed(error: ReadError) -> None:
        failures.append((str(error.source), f"{error.reason}; {error.remedy}"))
        warnings.warn(str(error), stacklevel=3)

    def broken(name: str, component: Any, docs: list[Doc], error: Exception) -> None:
        """An article that a component fails on is left out and listed; the others go on."""
        for doc in docs:
            where = doc._.article.article_id if doc._.article else "?"
            failures.append((str(where), f"{name}: {type(error).__name__}: {error}"))
            warnings.warn(f"{where}: left out, the component {name} failed: {type(error).__name__}: {error}", stacklevel=2)

    def too_long(article: Article, reason: str) -> None:
        failures.append((str(article.article_id), reason))
        warnings.warn(f"{article.article_id}: left out, {reason}", stacklevel=2)

    articles = _unique(_articles(source, published=published, region=region, encoding=encoding, on_error=failed))
    if progress:
        from tqdm import tqdm

        articles = iter(tqdm(articles, unit=" articles"))
    # one stream for all parts: worker processes start once
    stream = iter(_docs(nlp, articles, 1, batch_size, too_long) if n_process == 1 else _all_docs(nlp, articles, n_process, batch_size, too_long, broken))
    while True:
        with _errors_to(nlp, broken if n_process == 1 else _left_out):
            if (first := next(stream, None)) is None:
                break
            tables = to_tables(chain([first], islice(stream, part - 1)))
        tables.failures, failures = failures, []
        yield tables
    if failures:
        last = EventTables()
        last.failures = failures
        yield last


@contextmanager
def _errors_to(nlp: Language, handler: Callable) -> Iterator[None]:
    """The pipeline's error handler for this while; the user's own afterwards."""
    before = nlp.default_error_handler
    nlp.set_error_handler(handler)
    try:
        yield
    finally:
        nlp.set_error_handler(before)


def _left_out(name: str, component: Any, docs: list[Doc], error: Exception) -> None:
    """Error handler of worker processes, which can't list an article themselves: see _all_docs."""


def _all_docs(nlp: Language, articles: Iterable[Article], n_process: int, batch_size: int, too_long: Callable[[Article, str], None],
              broken: Callable) -> Iterator[Doc]:
    """_docs() by worker processes. Articles that do not come back are done again here, where `broken` can list them."""
    sent, awaited = tee(articles)

    def again(lost: list[Article]) -> Iterator[Doc]:
        if lost := [article for article in lost if len(article.text) <= nlp.max_length]:
            with _errors_to(nlp, broken):
                yield from list(_docs(nlp, lost, 1, batch_size, too_long))

    for doc in _docs(nlp, sent, n_process, batch_size, too_long):
        yield from again(list(takewhile(lambda article, came=doc._.article.article_id: article.article_id != came, awaited)))
        yield doc
    yield from again(list(awaited))


def docs(source: Any, *, nlp: Language | None = None, published: Any = None, region: str | None = None, ner: str | None = None,
         lexicons: str | None = None, encoding: str | None = None, n_process: int = 1, batch_size: int = 128) -> Iterator[Doc]:
    """The articles of `source` as spaCy Docs that went through the pipeline, one after the other: for show(), for components of one's
    own, and for to_tables(). Arguments and errors as for extract(); a file that can't be read is left out with a warning.
    """
    articles = _unique(_articles(source, published=published, region=region, encoding=encoding,
                                 on_error=lambda error: warnings.warn(str(error), stacklevel=3)))
    return iter(_docs(_pipeline(nlp, ner, lexicons), articles, n_process, batch_size,
                      lambda article, reason: warnings.warn(f"{article.article_id}: left out, {reason}", stacklevel=2)))


def _pipeline(nlp: Language | None, ner: str | None, lexicons: str | None) -> Language:
    if nlp is None:
        from .pipeline import load

        return load(ner=ner, lexicons=lexicons)
    if ner is not None or lexicons is not None:
        raise ValueError("ner and lexicons belong to a pipeline: give them to load(), or leave out nlp")
    return nlp


def _docs(nlp: Language, articles: Iterable[Article], n_process: int, batch_size: int, too_long: Callable[[Article, str], None]) -> Iterable[Doc]:
    def made() -> Iterator[Doc]:
        for article in articles:
            if len(article.text) > nlp.max_length:
                too_long(article, f"{len(article.text):,} characters, more than nlp.max_length ({nlp.max_length:,})")
                continue
            doc = nlp.make_doc(article.text)
            # the page that an article stands in need not travel to another process and back
            doc._.article = article if n_process == 1 else replace(article, raw=None, segments=[])
            yield doc

    return nlp.pipe(made(), n_process=n_process, batch_size=batch_size)


def _articles(source: Any, *, published: Any, region: str | None, encoding: str | None, on_error: Callable[[ReadError], None]) -> Iterator[Article]:
    if isinstance(source, pd.DataFrame):
        yield from _from_frame(source, published, region)
    else:
        yield from iter_articles(source, published=published, region=region, encoding=encoding, on_error=on_error)


def _from_frame(frame: pd.DataFrame, published: Any, region: str | None) -> Iterator[Article]:
    if "text" not in frame.columns:
        raise ValueError(f"the DataFrame has no column 'text' (it has {', '.join(map(str, frame.columns))}): rename the one with the articles")
    for number, row in enumerate(frame.to_dict("records"), 1):
        values = {key: None if pd.isna(value) else value for key, value in row.items() if key in _FIELDS}
        yield Article(text=values.pop("text") or "", article_id=str(values.pop("article_id", None) or f"row#{number}"),
                      published=values.pop("published", None) or published, region=values.pop("region", None) or region, **values)


_FIELDS = ("text", "headline", "kicker", "published", "region", "source", "newspaper", "url", "article_id")


def _unique(articles: Iterable[Article]) -> Iterator[Article]:
    """Number articles without an id and make ids unique over the whole run."""
    unique = UniqueIds()
    for number, article in enumerate(articles, 1):
        article.article_id = unique(article.article_id or f"text#{number}")
        yield article
