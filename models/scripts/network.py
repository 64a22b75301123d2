"""The network in PyTorch: embeddings → one bidirectional LSTM → a softmax layer for each corpus' labels."""

from __future__ import annotations

import numpy as np
import torch
from data import TAGS
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


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
        self.lstm = nn.LSTM(width, hidden, num_layers=layers, bidirectional=True, dropout=dropout if layers > 1 else 0)
        for name, parameter in self.lstm.named_parameters():
            if "weight_hh" in name:
                for gate in parameter.data.chunk(4):
                    nn.init.orthogonal_(gate)
            elif "bias_ih" in name:  # remember at first
                parameter.data[hidden : 2 * hidden] = 1.0
        self.heads = nn.ModuleDict({head: nn.Linear(2 * hidden, len(tags)) for head, tags in TAGS.items()})
        self.dropout = nn.Dropout(dropout)

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
        packed = pack_padded_sequence(self.dropout(x), lengths)
        return self.dropout(pad_packed_sequence(self.lstm(packed)[0])[0])

    def sparse_parameters(self):
        return [self.bigrams.weight, self.words.weight]

    def dense_parameters(self):
        sparse = {id(p) for p in self.sparse_parameters()}
        return [p for p in self.parameters() if id(p) not in sparse]
