"""load(): the spaCy pipeline, its components in the order in which data walks through them."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language

from .lexicon import LexiconError, check
from . import records, tokenizer  # noqa: F401  (Doc extensions and the tokenizer's registration)

COMPONENTS = ("byline", "ner", "dates", "region", "meetings", "officials", "places", "slogans", "statements", "events", "entities")


def load(ner: str | None = None, segmenter: str = "char", lexicons: str | Path | None = None) -> Language:
    """The pipeline as a spacy.Language.

    ner: None or "default" (the shipped model), "rules" (no statistical model), "hanlp", "hanlp:MODEL_OR_PATH", "lac",
    or the path of any spaCy pipeline with an NER component.
    segmenter: "char", or for words in doc.spans["words"] "pkuseg" or "tagger" (the shipped model's words, with parts of speech).
    lexicons: a folder of the user's TOML / CSV files, merged over the built-in ones.

    Raises LexiconError, which names file, line and fix, ImportError where the package of an `ner` or `segmenter` is not installed, and
    ValueError for names that are not known.
    """
    if lexicons is not None and (problems := [str(problem) for problem in check(lexicons)]):
        raise LexiconError("\n".join(problems))
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "govnews.CharTokenizer.v1"}}})
    for component in COMPONENTS:
        if component == "ner":
            if ner != "rules":
                nlp.add_pipe("govnews_ner", name="ner", config={"model": str(ner or "default")}).backend  # noqa: B018  (loads: errors come now)
            continue
        nlp.add_pipe(f"govnews_{component}", name=component, config={"lexicons": str(lexicons) if lexicons else None})
    if segmenter != "char":
        nlp.add_pipe("govnews_words", name="words", config={"segmenter": segmenter}).backend  # noqa: B018
    return nlp
