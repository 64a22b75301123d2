"""A pretrained encoder of Chinese characters: RoFormer (Su et al. 2021), six layers, 384 wide, from the package near-synonym.

Zhuiyi Technology trained it on general text (RoFormer-Sim, Apache-2.0), near-synonym (MIT) carries it as an ONNX file. It is far too slow to ship;
finetuned (tune.py) it teaches the shipped tagger (soften.py).
"""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import onnx
import torch
from network import Dropout
from torch import nn
from torch.nn import functional

from data import TAGS

FILES = ("roformer/roformer_unilm_small.onnx.gz", "roformer/roformer_vocab.txt.gz")
WIDTH, LAYERS, HEADS, INNER = 384, 6, 6, 1536
SMALLEST = 1e-12  # of the layers' norms
HEAD = "msra"
MULTIPLE = 8  # of a batch's length: PyTorch compiles for each shape


class Layer(nn.Module):
    def __init__(self, drop: nn.Module):
        super().__init__()
        self.qkv, self.o = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.f1, self.f2 = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.ln1, self.ln2 = nn.LayerNorm(WIDTH, SMALLEST), nn.LayerNorm(WIDTH, SMALLEST)
        self.drop = drop

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None, sine: torch.Tensor, cosine: torch.Tensor) -> torch.Tensor:
        batch, time, _ = x.shape
        q, k, v = self.qkv(x).view(batch, time, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        q, k = (a * cosine + torch.stack([-a[..., 1::2], a[..., ::2]], -1).reshape(a.shape) * sine for a in (q, k))
        attended = functional.scaled_dot_product_attention(q, k, v.to(q.dtype), attn_mask=mask)
        x = self.ln1(x + self.drop(self.o(attended.transpose(1, 2).reshape(x.shape))))
        return self.ln2(x + self.drop(self.f2(functional.gelu(self.f1(x), approximate="tanh"))))


class Encoder(nn.Module):
    """Ids of characters (batch, time) → scores of the tags (batch, time, tags), in bfloat16 inside."""

    def __init__(self, characters: dict[str, int], dropout: float = 0.1):
        super().__init__()
        self.characters = characters
        self.word, self.segment = nn.Embedding(len(characters), WIDTH), nn.Parameter(torch.zeros(WIDTH))
        self.ln = nn.LayerNorm(WIDTH, SMALLEST)
        self.drop, drop_last = Dropout(dropout), Dropout(2 * dropout)
        self.layers = nn.ModuleList(Layer(self.drop) for _ in range(LAYERS))
        self.head = nn.Sequential(drop_last, nn.Linear(WIDTH, len(TAGS[HEAD])))

    def forward(self, ids: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        with torch.autocast("cpu", torch.bfloat16):
            time, half = ids.shape[1], WIDTH // HEADS // 2
            angles = torch.arange(time)[:, None] * 10000.0 ** (-torch.arange(half) / half)
            sine, cosine = (wave.repeat_interleave(2, 1).bfloat16() for wave in (angles.sin(), angles.cos()))
            x = self.drop(self.ln(self.word(ids) + self.segment))
            inside = torch.arange(time) < lengths[:, None]
            mask = None if bool(inside.all()) else inside[:, None, None]
            for layer in self.layers:
                x = layer(x, mask, sine, cosine)
            return self.head(x).float()

    def ids(self, texts: list[str]) -> tuple[torch.Tensor, torch.Tensor]:
        """Ids between [CLS] and [SEP], padded to few different lengths; the lengths with these two."""
        lengths = torch.tensor([len(text) + 2 for text in texts])
        rows = np.full((len(texts), -(-int(lengths.max()) // MULTIPLE) * MULTIPLE), self.characters["[PAD]"], dtype=np.int64)
        unknown = self.characters["[UNK]"]
        for row, text in zip(rows, texts, strict=True):
            row[: len(text) + 2] = [self.characters["[CLS]"], *(self.characters.get(c.lower(), unknown) for c in text), self.characters["[SEP]"]]
        return torch.from_numpy(rows), lengths

    @torch.no_grad()
    def scores(self, texts: list[str]) -> torch.Tensor:
        """(batch, longest text, tags)."""
        self.eval()
        return self(*self.ids(texts))[:, 1 : max(map(len, texts)) + 1]


def characters(corpora: list[Path], find) -> dict[str, int]:
    with gzip.open(find(corpora, FILES[1]), "rt", encoding="utf-8") as file:
        return {line.rstrip("\n"): i for i, line in enumerate(file)}


def pretrained(corpora: list[Path], find) -> Encoder:
    """The encoder with its pretrained weights; its head is new."""
    with gzip.open(find(corpora, FILES[0]), "rb") as file:
        graph = onnx.load_model_from_string(file.read()).graph
    values = {constant.name: torch.tensor(onnx.numpy_helper.to_array(constant)) for constant in graph.initializer if constant.data_type == onnx.TensorProto.FLOAT}

    def norm(ours: str, name: str) -> dict[str, torch.Tensor]:
        return {f"{ours}.weight": values[f"{name}-Norm/mul/ReadVariableOp:0"], f"{ours}.bias": values[f"{name}-Norm/add_1/ReadVariableOp:0"]}

    def dense(ours: str, part: str, *numbers: int) -> dict[str, torch.Tensor]:
        names = [f"{part}/dense_{number}" if number else f"{part}/dense" for number in numbers]
        return {f"{ours}.weight": torch.cat([values[f"{name}/Tensordot/Reshape_1:0"].T for name in names]),
                f"{ours}.bias": torch.cat([values[f"{name}/BiasAdd/ReadVariableOp:0"] for name in names])}

    weights = {"word.weight": values["Embedding-Token/embeddings:0"], "segment": values["Embedding-Segment/embeddings:0"][0], **norm("ln", "Embedding")}
    for i in range(LAYERS):
        attention, inner, first = f"Transformer-{i}-MultiHeadSelfAttention", f"Transformer-{i}-FeedForward", 6 * i  # six products a layer
        weights |= dense(f"layers.{i}.qkv", attention, first, first + 1, first + 2) | dense(f"layers.{i}.o", attention, first + 3)
        weights |= dense(f"layers.{i}.f1", inner, first + 4) | dense(f"layers.{i}.f2", inner, first + 5)
        weights |= norm(f"layers.{i}.ln1", attention) | norm(f"layers.{i}.ln2", inner)
    encoder = Encoder(characters(corpora, find))
    rest = encoder.load_state_dict(weights, strict=False)
    if rest.unexpected_keys or any(not name.startswith("head.") for name in rest.missing_keys):
        raise ValueError(f"not the encoder that this was written for: {rest}")
    return encoder


def batches(texts: list[str], size: int, shuffled: np.random.Generator | None = None) -> list[list[int]]:
    """Indices of sentences of like length, about so many characters a batch; in any order where a generator is given."""
    jitter = shuffled.random(len(texts)) * MULTIPLE if shuffled else np.zeros(len(texts))
    order, out, at = np.argsort(np.array([len(text) for text in texts]) + jitter, kind="stable"), [], 0
    while at < len(order):
        count = 1
        for _ in range(2):  # the longest of so many may be longer than the first one
            longest = max(len(texts[i]) for i in order[at : at + count]) + 2
            count = max(1, round(size / (-(-longest // MULTIPLE) * MULTIPLE)))
        out.append(order[at : at + count].tolist())
        at += count
    if shuffled:
        shuffled.shuffle(out)
    return out
