"""Tokenizer of the pipeline: every character is a token, so that token index and character offset are the same."""

from __future__ import annotations

import numpy as np
import spacy
from spacy.attrs import SENT_START
from spacy.tokens import Doc
from spacy.util import DummyTokenizer
from spacy.vocab import Vocab

from .article import well_formed
from .segmentation import sentences

STARTS, GOES_ON = 1, 2**64 - 1  # spaCy's values for the first token of a sentence and for the others (-1)


class Orths(dict):
    """Character → its number in the vocabulary: quicker than to let spaCy hash each character of each text."""

    def __init__(self, vocab: Vocab):
        self.vocab = vocab

    def __missing__(self, character: str) -> int:
        self[character] = orth = self.vocab.strings.add(character)
        return orth

    def __reduce__(self):  # filled anew in another process
        return Orths, (self.vocab,)

    def doc(self, text: str, starts: np.ndarray) -> Doc:
        """A Doc with one token a character. starts: spaCy's value SENT_START of each, as doc.to_array gives it."""
        spaces = [False] * len(text)
        try:
            doc = Doc(self.vocab, words=list(map(self.__getitem__, text)), spaces=spaces)
        except KeyError:  # characters that were new in a memory zone are forgotten when it closes
            self.clear()
            doc = Doc(self.vocab, words=list(map(self.__getitem__, text)), spaces=spaces)
        return doc.from_array([SENT_START], starts) if text else doc


class CharTokenizer(DummyTokenizer):
    """text → Doc with one token a character (blanks too) and sentence starts set. doc[i].text == text[i], but that lone
    surrogates, which spaCy can't hold, become U+FFFD."""

    def __init__(self, vocab: Vocab):
        self.vocab = vocab
        self.orths = Orths(vocab)

    def __call__(self, text: str) -> Doc:
        text = well_formed(text)
        starts = np.full(len(text), GOES_ON, dtype=np.uint64)
        starts[[start for start, _ in sentences(text)]] = STARTS
        starts[:1] = STARTS
        return self.orths.doc(text, starts)


@spacy.registry.tokenizers("govnews.CharTokenizer.v1")
def create():
    def make(nlp):
        return CharTokenizer(nlp.vocab)

    return make
