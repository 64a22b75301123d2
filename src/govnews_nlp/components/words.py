"""words: the text's words → doc.spans["words"], for analysis (counts, collocations). Tokens stay characters.

No entity is lost or widened by a word: where a word straddles the edge of an entity, it is cut there.
"""

# no "from __future__ import annotations": spaCy before 3.8 reads the types of a factory's arguments

from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from ..ner.stretches import stretches
from ..ner.tagger import Tagger
from ..records import text_of

Word = tuple[int, int, str]
PKUSEG = Path(__file__).parent.parent / "models" / "pkuseg"


class Pkuseg:
    """spacy-pkuseg with the shipped model of news text (models/README.md), or another model's folder."""

    def __init__(self, folder: Path = PKUSEG):
        import spacy_pkuseg

        if not folder.is_dir():
            raise ValueError("this installation carries no pkuseg model: take segmenter='tagger', or train one (models/README.md)")
        self.model = spacy_pkuseg.pkuseg(model_name=str(folder), user_dict=None)

    def words(self, texts: list[str]) -> list[list[Word]]:
        return [list(self._words(text)) for text in texts]

    def _words(self, text: str) -> Iterator[Word]:
        for start, end in stretches(text):
            at = start
            for word in self.model.cut(text[start:end]):  # blanks are dropped
                at = text.index(word, at) if not text.startswith(word, at) else at
                yield at, at + len(word), ""
                at += len(word)


class Words:
    """A spaCy component. segmenter: pkuseg, or tagger (the shipped tagger's words, with coarse parts of speech as labels)."""

    def __init__(self, nlp: Language, name: str, segmenter: str = "pkuseg"):
        self.vocab, self.name, self.segmenter = nlp.vocab, name, segmenter
        self._backend: Pkuseg | Tagger | None = None

    @property
    def backend(self) -> Pkuseg | Tagger:
        if self._backend is None:
            if self.segmenter not in ("pkuseg", "tagger"):
                raise ValueError(f"segmenter={self.segmenter!r} is unknown: give 'char', 'pkuseg' or 'tagger'")
            self._backend = Pkuseg() if self.segmenter == "pkuseg" else Tagger.load()
        return self._backend

    def __call__(self, doc: Doc) -> Doc:
        edges = {edge for ent in doc.ents for edge in (ent.start, ent.end)}
        spans = []
        text = text_of(doc)
        for start, end, label in self.backend.words([text])[0]:
            cuts = [start, *(at for at in range(start + 1, end) if at in edges), end]
            spans += [Span(doc, a, b, label=label) for a, b in zip(cuts, cuts[1:], strict=False) if not text[a:b].isspace()]
        doc.spans["words"] = SpanGroup(doc, name="words", spans=spans)
        return doc

    def __getstate__(self):  # the models load again in another process
        return {**self.__dict__, "_backend": None}


@Language.factory("govnews_words", default_config={"segmenter": "pkuseg"})
def create(nlp: Language, name: str, segmenter: str):
    return Words(nlp, name, segmenter)
