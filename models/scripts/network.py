"""The network in PyTorch: embeddings → bidirectional LSTM → a softmax layer for each corpus' labels."""

from __future__ import annotations

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
    def __init__(self, vectors: dict[str, np.ndarray], hidden: int, class_width: int, dropout: float, layers: int = 1):
        super().__init__()

        def table(rows: np.ndarray, sparse: bool) -> nn.Embedding:
            rows = torch.tensor(rows, dtype=torch.float32)
            return nn.Embedding.from_pretrained(rows / rows[rows.abs().sum(1) > 0].std() * 0.5, freeze=False, sparse=sparse)

        self.characters = table(vectors["characters"], False)
        self.bigrams = table(vectors["bigrams"], True)
        self.words = table(vectors["words"], True)
        self.register_buffer("word_class", torch.tensor(vectors["word_class"], dtype=torch.long))
        self.classes = nn.Embedding(int(vectors["word_class"].max()) + 1, class_width)
        nn.init.normal_(self.classes.weight, std=0.5)
        width = self.characters.embedding_dim + 2 * self.bigrams.embedding_dim + 2 * (self.words.embedding_dim + class_width)
        self.layers = nn.ModuleList(BiLSTM(width if i == 0 else 2 * hidden, hidden) for i in range(layers))
        self.heads = nn.ModuleDict({head: nn.Linear(2 * hidden, len(tags)) for head, tags in TAGS.items()})
        self.dropout = Dropout(dropout)

    def encode(self, features: torch.Tensor, lengths: torch.Tensor, drop: dict[str, float] | None = None) -> torch.Tensor:
        """(5, time, batch) ids → (time, batch, 2 × hidden). drop: shares of characters, bigrams and words made unknown."""
        if drop:
            features = features.clone()
            for rows, share in ((slice(0, 1), drop["characters"]), (slice(1, 3), drop["bigrams"]), (slice(3, 5), drop["words"])):
                features[rows] *= torch.rand(features[rows].shape) >= share
        character, before, behind, starts, ends = features
        x = torch.cat([
            self.characters(character), self.bigrams(before), self.bigrams(behind),
            self.words(starts), self.classes(self.word_class[starts]), self.words(ends), self.classes(self.word_class[ends]),
        ], dim=-1)
        mask = (torch.arange(len(x))[:, None] < lengths[None]).to(x.dtype).unsqueeze(-1)
        x = self.dropout(x)
        for layer in self.layers:
            x = self.dropout(layer(x, mask))
        return x

    def sparse_parameters(self):
        return [self.bigrams.weight, self.words.weight]

    def dense_parameters(self):
        sparse = {id(p) for p in self.sparse_parameters()}
        return [p for p in self.parameters() if id(p) not in sparse]
