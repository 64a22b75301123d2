"""What the shipped HanLP model adds to HanLP: bigrams, and tags that are well formed. Its config.json names these classes, so that
hanlp.load finds them by itself; nothing else imports this module.

In Chinese a character alone says little (国 of 国务院 or of a name); what stands beside it says whether it is in a word.
"""

from __future__ import annotations

from typing import Any

import torch
from hanlp.common.transform import NamedTransform, VocabDict
from hanlp.common.vocab import Vocab
from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer
from hanlp.layers.embeddings.embedding import Embedding, EmbeddingDim
from torch import nn

from ..characters import normalise

LAST = ""  # behind a sentence's last token nothing stands


def name_of(field: str) -> str:
    """Of the vocabulary of a field's bigrams."""
    return f"{field}_bigram"


class Bigrams(NamedTransform):  # type: ignore[misc]
    """Tokens → each with the next, in the normal form of the library's own vocabularies."""

    def __init__(self, field: str):
        super().__init__(field, name_of(field))

    def __call__(self, sample: dict[str, Any]) -> dict[str, Any]:
        tokens = [normalise(token) for token in sample[self.src]]
        sample[self.dst] = [a + b for a, b in zip(tokens, [*tokens[1:], LAST], strict=True)]
        return sample


class BigramModule(nn.Module, EmbeddingDim):  # type: ignore[misc]
    """Each token's bigram with the one before and with the next, side by side."""

    def __init__(self, field: str, size: int, width: int, unknown: int):
        super().__init__()
        self.ids, self.unknown = f"{name_of(field)}_id", unknown
        self.embed = nn.Embedding(size, width)

    def forward(self, batch: dict[str, Any], **kwargs: Any) -> torch.Tensor:
        ids = batch[self.ids]
        before = nn.functional.pad(ids[:, :-1], (1, 0), value=self.unknown)
        return torch.cat([self.embed(before), self.embed(ids)], dim=-1)

    @property
    def embedding_dim(self) -> int:
        return 2 * self.embed.embedding_dim


class BigramEmbedding(Embedding):  # type: ignore[misc]
    """What HanLP builds from config.json: field, the tokens' name in a sample; embed, the width of a bigram's vector."""

    def __init__(self, field: str, embed: int):
        super().__init__()
        self.field, self.embed = field, embed

    def transform(self, vocabs: VocabDict, **kwargs: Any) -> Bigrams:
        if name_of(self.field) not in vocabs:
            vocabs[name_of(self.field)] = Vocab()
        return Bigrams(self.field)

    def module(self, vocabs: VocabDict, **kwargs: Any) -> BigramModule:
        vocab = vocabs[name_of(self.field)]
        return BigramModule(self.field, len(vocab), self.embed, vocab.unk_idx)


class Recognizer(RNNNamedEntityRecognizer):  # type: ignore[misc]
    """HanLP's own, whose conditional random field gets its batches in the right orientation: hanlp 2.1.5 writes
    CRF(n_out, crf_constraints), where the second argument says whether sentences come first, and they do."""

    def build_model(self, **kwargs: Any) -> nn.Module:
        model = super().build_model(**kwargs)
        if model.crf is not None:
            model.crf.batch_first = True
        return model
