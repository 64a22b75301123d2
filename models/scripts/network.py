"""The network in PyTorch: embeddings → recurrent layers → a softmax layer for each corpus' labels.

body "lstm": one bidirectional LSTM or more. "lac": LAC's two GRU layers, which also see our bigrams and words.
"lac+lstm": LAC's layers as they are, and a bidirectional LSTM over their states and our embeddings (the teacher).
"""

from __future__ import annotations

import lac
import numpy as np
import torch
from lstm import BiLSTM
from torch import nn

from data import TAGS


class Dropout(nn.Module):
    """As nn.Dropout, with bytes of a fast generator for coins: Torch's own takes a tenth of the training time here."""

    def __init__(self, share: float):
        super().__init__()
        self.share = share
        self.random = np.random.Generator(np.random.SFC64(torch.initial_seed() % 2**63))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.training or not self.share:
            return x
        coins = torch.frombuffer(bytearray(self.random.bytes(x.numel())), dtype=torch.uint8).view(x.shape)
        threshold = round(256 * self.share)
        return x * (coins >= threshold).to(x.dtype).mul_(256 / (256 - threshold))


class Tagger(nn.Module):
    def __init__(self, vectors: dict[str, np.ndarray], hidden: int, class_width: int, dropout: float, layers: int = 1, body: str = "lstm"):
        super().__init__()

        def table(rows: np.ndarray, sparse: bool) -> nn.Embedding:
            rows = torch.tensor(rows, dtype=torch.float32)
            return nn.Embedding.from_pretrained(rows / rows[rows.abs().sum(1) > 0].std() * 0.5, freeze=False, sparse=sparse)

        self.bigrams = table(vectors["bigrams"], True)
        self.words = table(vectors["words"], True)
        self.register_buffer("word_class", torch.tensor(vectors["word_class"], dtype=torch.long))
        self.classes = nn.Embedding(int(vectors["word_class"].max()) + 1, class_width)
        nn.init.normal_(self.classes.weight, std=0.5)
        extra = 2 * self.bigrams.embedding_dim + 2 * (self.words.embedding_dim + class_width)
        self.body = body
        if body != "lstm":
            self.lac_characters = nn.Embedding.from_pretrained(torch.tensor(vectors["lac"]), freeze=False)
            self.lac = lac.layers(hidden, extra) if body == "lac" else lac.layers()
        if body != "lac":
            self.characters = table(vectors["characters"], False)
            width = self.characters.embedding_dim + extra + (2 * lac.HIDDEN if body == "lac+lstm" else 0)
            self.layers = nn.ModuleList(BiLSTM(width if i == 0 else 2 * hidden, hidden) for i in range(layers))
        self.heads = nn.ModuleDict({head: nn.Linear(2 * hidden, len(tags)) for head, tags in TAGS.items()})
        self.dropout, self.light = Dropout(dropout), Dropout(dropout * 0.4)

    def encode(self, features: torch.Tensor, lengths: torch.Tensor, drop: dict[str, float] | None = None) -> torch.Tensor:
        """(5, time, batch) ids → (time, batch, 2 × hidden). drop: shares of characters, bigrams and words made unknown."""
        if drop:
            features = features.clone()
            for rows, share in ((slice(0, 1), drop["characters"]), (slice(1, 3), drop["bigrams"]), (slice(3, 5), drop["words"])):
                features[rows] *= torch.rand(features[rows].shape) >= share
        character, before, behind, starts, ends = features
        extra = torch.cat([
            self.bigrams(before), self.bigrams(behind),
            self.words(starts), self.classes(self.word_class[starts]), self.words(ends), self.classes(self.word_class[ends]),
        ], dim=-1)
        mask = (torch.arange(len(extra))[:, None] < lengths[None]).to(extra.dtype).unsqueeze(-1)
        extra = self.dropout(extra)
        if self.body == "lac":
            x = torch.cat([self.light(self.lac_characters(character)), extra], dim=-1)
            first, second = self.lac
            return self.dropout(second(self.light(first(x, mask)), mask))
        x = [self.dropout(self.characters(character)), extra]
        if self.body == "lac+lstm":
            first, second = self.lac
            known = second(self.light(first(self.light(self.lac_characters(character)), mask)), mask)
            x.append(self.dropout(known))
        x = torch.cat(x, dim=-1)
        for layer in self.layers:
            x = self.dropout(layer(x, mask))
        return x

    def pretrained_parameters(self):
        """LAC's, which want a lower rate."""
        return [] if self.body == "lstm" else [*self.lac.parameters(), *self.lac_characters.parameters()]

    def sparse_parameters(self):
        return [self.bigrams.weight, self.words.weight]

    def dense_parameters(self):
        apart = {id(p) for p in (*self.sparse_parameters(), *self.pretrained_parameters())}
        return [p for p in self.parameters() if id(p) not in apart]
