"""Trained weights → the shipped model: tagger.onnx (8-bit integers), vocabulary.npz, meta.json.

The graph is written by hand, because ONNX Runtime's own dynamic quantisation takes its scales from the whole batch: a
sentence's tags would hang on its neighbours (0.6 % of the spans changed). Here all scales are constants: of the tables
and weights by their columns, of the LSTM's state 1/127. Weights have 7 bits, so that the 16-bit sums of processors
without VNNI can't overflow and all processors give the same.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import manifest
import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from data import TAGS

SHIPPED_HEADS = ("msra", "pku")
ZERO = 128  # unsigned activations: 0.0
STATE = 127  # the LSTM's state 1.0, in steps
WEIGHT = 63  # 7 bits


class Graph:
    """Collects nodes and constants."""

    def __init__(self):
        self.nodes, self.constants = [], {}

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants[name] = numpy_helper.from_array(np.asarray(value, order="C"), name)
        return name

    def add(self, op: str, inputs: list[str], output: str, **attributes) -> str:
        self.nodes.append(helper.make_node(op, inputs, [output], name=output, **attributes))
        return output

    def integer_product(self, x: str, weights: np.ndarray, bias: np.ndarray | None, output: str) -> str:
        """Unsigned bytes × weights (whose rows hold the scales of x) + bias → float."""
        scale = np.maximum(np.abs(weights).max(0), 1e-9) / WEIGHT
        inputs = [x, self.constant(f"{output}.weights", np.round(weights / scale).astype(np.int8)), self.constant("one", np.array(1, dtype=np.float32)),
                  self.constant(f"{output}.scale", scale.astype(np.float32)), self.constant("zero", np.array(ZERO, dtype=np.uint8)), ""]
        inputs += [] if bias is None else [self.constant(f"{output}.bias", bias)]
        return self.add("MatMulIntegerToFloat", inputs, output, domain="com.microsoft")

    def quantised_state(self, h: str, output: str) -> str:
        zero = self.constant("zero", np.array(ZERO, dtype=np.uint8))
        return self.add("QuantizeLinear", [h, self.constant("state.scale", np.array(1 / STATE, dtype=np.float32)), zero], output)


def embedded(graph: Graph, weights: dict[str, np.ndarray]) -> tuple[str, np.ndarray]:
    """Name of the bytes of all embeddings side by side, and the scale of each column."""
    columns = []

    def look_up(table: str, ids: str, output: str) -> str:
        rows = weights[f"{table}.weight"]
        scale = np.maximum(np.abs(rows).max(0), 1e-9) / 127
        columns.append(scale)
        graph.constant(f"{table}.table", (np.round(rows / scale) + ZERO).astype(np.uint8))
        return graph.add("Gather", [f"{table}.table", ids], output, axis=0)

    graph.constant("word_class", weights["word_class"].astype(np.int32))
    ids = [graph.add("Gather", ["features", graph.constant(f"row{i}", np.array(i, dtype=np.int64))], f"id{i}", axis=0) for i in range(5)]
    parts = [look_up("characters", ids[0], "character"), look_up("bigrams", ids[1], "before"), look_up("bigrams", ids[2], "behind")]
    for name, i in (("starts", ids[3]), ("ends", ids[4])):
        parts.append(look_up("words", i, f"word_{name}"))
        parts.append(look_up("classes", graph.add("Gather", ["word_class", i], f"class_{name}.id", axis=0), f"class_{name}"))
    return graph.add("Concat", parts, "embedded", axis=2), np.concatenate(columns)


def direction(graph: Graph, name: str, gates: str, w_rec: np.ndarray, backwards: bool) -> str:
    """One direction of the LSTM: a Scan over the time. Gates in the order input, forget, output, cell."""
    hidden = len(w_rec)
    step = Graph()
    product = step.integer_product(step.quantised_state("h", f"{name}.q"), w_rec / STATE, None, f"{name}.rec")
    step.add("Add", [product, "gates_now"], f"{name}.sum")
    parts = step.constant("parts", np.array([3 * hidden, hidden], dtype=np.int64))
    step.nodes.append(helper.make_node("Split", [f"{name}.sum", parts], [f"{name}.ifo", f"{name}.z"], axis=1, name=f"{name}.split"))
    step.add("Sigmoid", [f"{name}.ifo"], f"{name}.opened")
    step.nodes.append(helper.make_node("Split", [f"{name}.opened"], [f"{name}.i", f"{name}.f", f"{name}.o"], axis=1, num_outputs=3, name=f"{name}.gates"))
    step.add("Mul", [f"{name}.f", "c"], f"{name}.kept")
    step.add("Mul", [f"{name}.i", step.add("Tanh", [f"{name}.z"], f"{name}.new")], f"{name}.added")
    step.add("Add", [f"{name}.kept", f"{name}.added"], f"{name}.cell")
    step.add("Mul", [f"{name}.cell", "mask_now"], "c_next")
    step.add("Mul", [f"{name}.o", step.add("Tanh", ["c_next"], f"{name}.shown")], "h_next")
    step.add("Identity", ["h_next"], "h_out")

    def value(label: str, width: int | str):
        return helper.make_tensor_value_info(label, TensorProto.FLOAT, ["batch", width])

    body = helper.make_graph(step.nodes, f"{name}.step", [value("h", hidden), value("c", hidden), value("gates_now", 4 * hidden), value("mask_now", 1)],
                             [value("h_next", hidden), value("c_next", hidden), value("h_out", hidden)], list(step.constants.values()))
    start = graph.add("Mul", ["mask_first", graph.constant("nothing", np.zeros((1, hidden), dtype=np.float32))], f"{name}.start")
    way = int(backwards)
    graph.nodes.append(helper.make_node("Scan", [start, start, gates, "mask"], [f"{name}.h", f"{name}.c", name], name=name, body=body, num_scan_inputs=2,
                                        scan_input_directions=[way, way], scan_output_directions=[way]))
    return name


def build(weights: dict[str, np.ndarray], heads: dict[str, list[str]]) -> onnx.ModelProto:
    graph = Graph()
    graph.add("Gather", ["mask", graph.constant("row0", np.array(0, dtype=np.int64))], "mask_first", axis=0)
    x, scales = embedded(graph, weights)
    layer = 0
    while f"layers.{layer}.w_in" in weights:
        w_in, w_rec, bias = (weights[f"layers.{layer}.{name}"] for name in ("w_in", "w_rec", "bias"))
        sides = []
        for d in (0, 1):
            gates = graph.integer_product(x, w_in[d] * scales[:, None], bias[d], f"in{layer}.{d}")
            sides.append(direction(graph, f"lstm{layer}.{d}", gates, w_rec[d], bool(d)))
        hidden = graph.add("Concat", sides, f"lstm{layer}", axis=2)
        layer += 1
        if f"layers.{layer}.w_in" in weights:
            x, scales = graph.quantised_state(hidden, f"lstm{layer}.bytes"), np.full(2 * w_rec.shape[1], 1 / STATE)
    outputs = []
    for head, tags in heads.items():  # each only where it is asked for
        scores = Graph()
        product = scores.add("MatMul", [hidden, scores.constant(f"{head}.W", weights[f"heads.{head}.weight"].T)], f"{head}.product")
        scores.add("Add", [product, scores.constant(f"{head}.B", weights[f"heads.{head}.bias"])], f"{head}.scores")
        none = Graph()
        none.add("Identity", [none.constant(f"{head}.nothing", np.zeros((0, 0, len(tags)), dtype=np.float32))], f"{head}.none")
        shape = [None, None, len(tags)]
        branches = {"then_branch": helper.make_graph(scores.nodes, f"{head}.yes", [], [helper.make_tensor_value_info(f"{head}.scores", TensorProto.FLOAT, shape)], list(scores.constants.values())),
                    "else_branch": helper.make_graph(none.nodes, f"{head}.no", [], [helper.make_tensor_value_info(f"{head}.none", TensorProto.FLOAT, shape)], list(none.constants.values()))}
        graph.add("If", [f"want_{head}"], head, **branches)
        outputs.append(helper.make_tensor_value_info(head, TensorProto.FLOAT, shape))
    inputs = [helper.make_tensor_value_info("features", TensorProto.INT32, [5, "time", "batch"]),
              helper.make_tensor_value_info("mask", TensorProto.FLOAT, ["time", "batch", 1]),
              *(helper.make_tensor_value_info(f"want_{head}", TensorProto.BOOL, []) for head in heads)]
    model = helper.make_model(helper.make_graph(graph.nodes, "tagger", inputs, outputs, list(graph.constants.values())),
                              opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)], ir_version=9)
    onnx.checker.check_model(model)
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--weights", type=Path, nargs="+", required=True, help="several: averaged (checkpoints of one run)")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    loaded = [torch.load(path)["weights"] for path in args.weights]
    weights = {name: (sum(w[name].double() for w in loaded) / len(loaded)).float().numpy() if value.is_floating_point() else value.numpy()
               for name, value in loaded[0].items()}
    heads = {head: TAGS[head] for head in SHIPPED_HEADS}
    args.out.mkdir(parents=True, exist_ok=True)
    onnx.save(build(weights, heads), args.out / "tagger.onnx")
    shutil.copy(args.work / "vocabulary.npz", args.out / "vocabulary.npz")
    meta = {"heads": heads, "trained_on": manifest.fingerprint()}
    (args.out / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for path in sorted(args.out.iterdir()):
        print(path.name, path.stat().st_size)


if __name__ == "__main__":
    main()
