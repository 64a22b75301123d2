"""Tokenizer of the pipeline: every character is a token, so that token index and character offset are the same."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc
from spacy.util import DummyTokenizer

from .article import well_formed
from .segmentation import sentences


class CharTokenizer(DummyTokenizer):
    """text → Doc with one token a character (blanks too) and sentence starts set. doc[i].text == text[i], but that lone
    surrogates, which spaCy can't hold, become U+FFFD."""

    def __init__(self, vocab):
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        text = well_formed(text)
        starts = [False] * len(text)
        for start, _ in sentences(text):
            starts[start] = True
        if starts:
            starts[0] = True
        return Doc(self.vocab, words=list(text), spaces=[False] * len(text), sent_starts=starts)


@spacy.registry.tokenizers("govnews.CharTokenizer.v1")
def create():
    def make(nlp):
        return CharTokenizer(nlp.vocab)

    return make
