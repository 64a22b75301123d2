"""load(): the spaCy pipeline, its components in the order in which data walks through them."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language

from . import records, tokenizer  # noqa: F401  (Doc extensions and the tokenizer's registration)
from .lexicon import LexiconError, check

COMPONENTS = ("script", "byline", "ner", "dates", "region", "meetings", "officials", "places", "slogans", "statements", "events", "entities", "printed")
LONGEST_ARTICLE = 10_000_000  # characters; spaCy needs about 150 bytes for each
SCRIPTS = ("auto", "simplified", "traditional")


def load(ner: str | None = None, segmenter: str = "char", lexicons: str | Path | None = None, script: str = "auto") -> Language:
    """The pipeline as a spacy.Language.

    ner: None or "default" (the shipped model), "rules" (no statistical model), "hanlp", "hanlp:MODEL_OR_PATH", "lac",
    or the path of any spaCy pipeline with an NER component.
    segmenter: "char", or for words in doc.spans["words"] "pkuseg" or "tagger" (the shipped model's words, with parts of speech).
    lexicons: a folder of the user's TOML / CSV files, merged over the built-in ones.
    script: "auto" to find out whether a text is in traditional characters, or "simplified" or "traditional" where all texts are.

    Raises LexiconError, which names file, line and fix, ImportError where the package of an `ner` or `segmenter` is not installed, and
    ValueError for names that are not known.
    """
    if lexicons is not None and (problems := [str(problem) for problem in check(lexicons)]):
        raise LexiconError("\n".join(problems))
    if script not in SCRIPTS:
        raise ValueError(f"script={script!r}: give one of {', '.join(SCRIPTS)}")
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "govnews.CharTokenizer.v1"}}})
    nlp.max_length = LONGEST_ARTICLE
    for component in COMPONENTS:
        if component == "ner":
            if ner != "rules":
                nlp.add_pipe("govnews_ner", name="ner", config={"model": str(ner or "default")}).backend  # noqa: B018  (loads: errors come now)
            continue
        config = {"lexicons": str(lexicons) if lexicons else None} | ({"script": script} if component == "script" else {})
        nlp.add_pipe(f"govnews_{component}", name=component, config=config)
    if segmenter != "char":
        nlp.add_pipe("govnews_words", name="words", config={"segmenter": segmenter}).backend  # noqa: B018
    return nlp
