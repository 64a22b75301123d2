"""Trained weights → the shipped model: tagger.onnx (int8 tables and LSTM), vocabulary.npz, meta.json.

The graph is written by hand: its one LSTM has the weights of lstm.BiLSTM in ONNX's order of the gates (input, output,
forget, cell), tables are int8 with a scale a column, and ONNX Runtime's dynamic quantisation does the rest.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from data import TAGS
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

SHIPPED_HEADS = ("msra", "pku", "lac")


class Graph:
    """Collects nodes and constants."""

    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, op: str, inputs: list[str], output: str, **attributes) -> str:
        self.nodes.append(helper.make_node(op, inputs, [output], name=output, **attributes))
        return output


def build(weights: dict[str, np.ndarray], heads: dict[str, list[str]], small_tables: bool = True) -> onnx.ModelProto:
    graph = Graph()

    def look_up(table: str, ids: str, output: str) -> str:
        rows = weights[f"{table}.weight"]
        if f"{table}.table" not in {c.name for c in graph.constants}:
            if small_tables:
                scale = np.maximum(np.abs(rows).max(0), 1e-9) / 127
                graph.constant(f"{table}.scale", scale.astype(np.float32))
                rows = np.round(rows / scale).astype(np.int8)
            graph.constant(f"{table}.table", rows)
        gathered = graph.add("Gather", [f"{table}.table", ids], f"{output}.rows", axis=0)
        if not small_tables:
            return gathered
        return graph.add("Mul", [graph.add("Cast", [gathered], f"{output}.float", to=TensorProto.FLOAT), f"{table}.scale"], output)

    word_class = graph.constant("word_class", weights["word_class"].astype(np.int32))
    ids = [f"id{i}" for i in range(5)]
    graph.nodes.append(helper.make_node("Split", ["features"], [f"{name}.one" for name in ids], axis=0, num_outputs=5))
    axes = graph.constant("first_axis", np.array([0], dtype=np.int64))
    for name in ids:
        graph.add("Squeeze", [f"{name}.one", axes], name)
    parts = [look_up("characters", "id0", "character"), look_up("bigrams", "id1", "before"), look_up("bigrams", "id2", "behind")]
    for name, i in (("starts", "id3"), ("ends", "id4")):
        parts.append(look_up("words", i, f"word_{name}"))
        parts.append(look_up("classes", graph.add("Gather", [word_class, i], f"class_{name}.id", axis=0), f"class_{name}"))
    x = graph.add("Concat", parts, "embedded", axis=2)

    layer = 0
    while f"layers.{layer}.w_in" in weights:
        w_in, w_rec, bias = (weights[f"layers.{layer}.{name}"] for name in ("w_in", "w_rec", "bias"))
        hidden = w_rec.shape[1]

        def ordered(array, hidden=hidden):  # input, forget, output, cell → input, output, forget, cell
            return np.concatenate([array[..., :hidden], array[..., 2 * hidden : 3 * hidden], array[..., hidden : 2 * hidden], array[..., 3 * hidden :]], -1)

        w = graph.constant(f"lstm{layer}.W", ordered(w_in).transpose(0, 2, 1))
        r = graph.constant(f"lstm{layer}.R", ordered(w_rec).transpose(0, 2, 1))
        b = graph.constant(f"lstm{layer}.B", np.concatenate([ordered(bias), np.zeros_like(bias)], -1))
        y = graph.add("LSTM", [x, w, r, b, "lengths"], f"lstm{layer}", direction="bidirectional", hidden_size=hidden)
        y = graph.add("Transpose", [y], f"lstm{layer}.both", perm=[0, 2, 1, 3])  # (time, batch, 2, hidden)
        x = graph.add("Reshape", [y, graph.constant(f"lstm{layer}.shape", np.array([0, 0, 2 * hidden], dtype=np.int64))], f"lstm{layer}.out")
        layer += 1

    outputs = []
    for head, tags in heads.items():
        w = graph.constant(f"{head}.W", weights[f"heads.{head}.weight"].T)
        b = graph.constant(f"{head}.B", weights[f"heads.{head}.bias"])
        graph.add("Add", [graph.add("MatMul", [x, w], f"{head}.product"), b], head)
        outputs.append(helper.make_tensor_value_info(head, TensorProto.FLOAT, ["time", "batch", len(tags)]))
    inputs = [helper.make_tensor_value_info("features", TensorProto.INT32, [5, "time", "batch"]), helper.make_tensor_value_info("lengths", TensorProto.INT32, ["batch"])]
    model = helper.make_model(helper.make_graph(graph.nodes, "tagger", inputs, outputs, graph.constants), opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(model)
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--weights", type=Path, nargs="+", required=True, help="several: averaged (checkpoints of one run)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--float", action="store_true", help="not quantised")
    args = parser.parse_args()
    loaded = [torch.load(path)["weights"] for path in args.weights]
    weights = {name: (sum(w[name].double() for w in loaded) / len(loaded)).float().numpy() if value.is_floating_point() else value.numpy() for name, value in loaded[0].items()}
    heads = {head: TAGS[head] for head in SHIPPED_HEADS}
    args.out.mkdir(parents=True, exist_ok=True)
    model = build(weights, heads, small_tables=not args.float)
    if args.float:
        onnx.save(model, args.out / "tagger.onnx")
    else:
        with tempfile.TemporaryDirectory() as folder:
            onnx.save(model, Path(folder) / "float.onnx")
            quantize_dynamic(Path(folder) / "float.onnx", args.out / "tagger.onnx", op_types_to_quantize=["LSTM"], per_channel=True, weight_type=QuantType.QInt8)
    shutil.copy(args.work / "vocabulary.npz", args.out / "vocabulary.npz")
    meta_path = args.out / "meta.json"
    meta = json.loads(meta_path.read_text("utf-8")) if meta_path.exists() else {}
    meta["heads"] = heads
    meta_path.write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for path in sorted(args.out.iterdir()):
        print(path.name, path.stat().st_size)


if __name__ == "__main__":
    main()
