"""govnews_nlp: Chinese government news as pandas event tables.

    import govnews_nlp as gn
    tables = gn.extract("pages/", published="2022-04-05", region="浙江省杭州市萧山区")
    tables.events, tables.officials, tables.slogans …

Names are imported on first use, so that the import itself is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_WHERE = {
    "Article": "article", "EventTables": "tables", "to_tables": "tables", "extract": "extraction", "iter_tables": "extraction", "docs": "extraction",
    "load": "pipeline", "read": "reading", "ReadError": "reading", "show": "display", "LexiconError": "lexicon",
}
_MODULES = ("analysis", "plot", "interchange", "training", "distributed", "timex")

__all__ = ["__version__", *_WHERE, *_MODULES]

if TYPE_CHECKING:
    from . import analysis, distributed, interchange, plot, timex, training
    from .article import Article
    from .display import show
    from .extraction import docs, extract, iter_tables
    from .lexicon import LexiconError
    from .pipeline import load
    from .reading import ReadError, read
    from .tables import EventTables, to_tables


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        value = getattr(import_module(f".{_WHERE[name]}", __name__), name)
    elif name in _MODULES:
        value = import_module(f".{name}", __name__)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
