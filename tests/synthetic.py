"""The synthetic corpus of data/make_corpus.py, with its truth, and its tables: made once a session."""

import importlib.util
import sys
from functools import cache
from pathlib import Path

import govnews_nlp as gn

SCRIPT = Path(__file__).parent.parent / "data/make_corpus.py"
KEYS = ("article_id", "newspaper", "region", "published", "headline", "text")
_TABLES = {}


@cache
def script():
    spec = importlib.util.spec_from_file_location("make_corpus", SCRIPT)
    module = sys.modules["make_corpus"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def articles():
    return script().make_articles()


@cache
def terms():
    """Who held which post of which division from when to when."""
    return script().make_world(2022).terms


def tables(nlp):
    if id(nlp) not in _TABLES:
        _TABLES[id(nlp)] = gn.extract([gn.Article(**{key: row[key] for key in KEYS}) for row in articles()], nlp=nlp)
    return _TABLES[id(nlp)]
