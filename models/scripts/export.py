"""Trained weights → the shipped model: tagger.onnx (8-bit integers), vocabulary.npz, meta.json.

The graph is written by hand, because ONNX Runtime's own dynamic quantisation takes its scales from the whole batch: a
sentence's tags would hang on its neighbours (0.6 % of the spans changed). Here all scales are constants: of the tables
and weights by their columns, of a layer's state 1/127. Weights have 7 bits, so that the 16-bit sums of processors
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
STATE = 127  # a layer's state 1.0, in steps
WEIGHT = 63  # 7 bits
GATES = {"gru": "zrn", "lstm": "ifog"}  # the order of their columns in the weights; each its own product, so that nothing is split


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
    """Name of the bytes of bigrams' and words' embeddings side by side, and the scale of each column."""
    columns = []

    def look_up(table: str, ids: str, output: str) -> str:
        rows, scale = in_bytes(weights[f"{table}.weight"])
        columns.append(scale)
        graph.constant(f"{table}.table", (rows + ZERO).astype(np.uint8))
        return graph.add("Gather", [f"{table}.table", ids], output, axis=0)

    graph.constant("word_class", weights["word_class"].astype(np.int32))
    ids = [graph.add("Gather", ["features", graph.constant(f"row{i}", np.array(i, dtype=np.int64))], f"id{i}", axis=0) for i in range(5)]
    parts = [look_up("bigrams", ids[1], "before"), look_up("bigrams", ids[2], "behind")]
    for name, i in (("starts", ids[3]), ("ends", ids[4])):
        parts.append(look_up("words", i, f"word_{name}"))
        parts.append(look_up("classes", graph.add("Gather", ["word_class", i], f"class_{name}.id", axis=0), f"class_{name}"))
    return graph.add("Concat", parts, "embedded", axis=2), np.concatenate(columns)


def in_bytes(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A table's values in steps of -127 … 127, and each column's step."""
    scale = np.maximum(np.abs(rows).max(0), 1e-9) / 127
    return np.round(rows / scale), scale


class Characters:
    """Products of the characters' embeddings and a layer's weights: few characters, so that all are reckoned as the model is
    loaded (ONNX Runtime folds what is constant) and looked up afterwards, a sixth of the work less."""

    def __init__(self, graph: Graph, weights: dict[str, np.ndarray]):
        self.graph = graph
        rows, self.scale = in_bytes(weights["characters.weight" if "characters.weight" in weights else "lac_characters.weight"])
        graph.constant("characters.bytes", rows.astype(np.int8))
        graph.add("Cast", ["characters.bytes"], "characters", to=TensorProto.FLOAT)
        self.width = rows.shape[1]

    def product(self, weights: np.ndarray, output: str) -> str:
        graph = self.graph
        scaled = graph.constant(f"{output}.weights", (weights * self.scale[:, None]).astype(np.float32))
        return graph.add("Gather", [graph.add("MatMul", ["characters", scaled], f"{output}.table"), "id0"], output, axis=0)


def lstm_step(step: Graph, name: str, w_rec: np.ndarray, masked: bool) -> list[str]:
    """One time step of an LSTM (models/scripts/lstm.py); the names of its states."""
    q, hidden = step.quantised_state("h", f"{name}.q"), len(w_rec)
    for k, gate in enumerate(GATES["lstm"]):
        product = step.integer_product(q, w_rec[:, k * hidden : (k + 1) * hidden] / STATE, None, f"{name}.rec_{gate}")
        step.add("Tanh" if gate == "g" else "Sigmoid", [step.add("Add", [product, f"in_{gate}"], f"{name}.sum_{gate}")], f"{name}.{gate}")
    step.add("Mul", [f"{name}.f", "c"], f"{name}.kept")
    step.add("Mul", [f"{name}.i", f"{name}.g"], f"{name}.added")
    if masked:
        step.add("Mul", [step.add("Add", [f"{name}.kept", f"{name}.added"], f"{name}.cell"), "mask_now"], "c_next")
    else:
        step.add("Add", [f"{name}.kept", f"{name}.added"], "c_next")
    step.add("Mul", [f"{name}.o", step.add("Tanh", ["c_next"], f"{name}.shown")], "h_next")
    return ["h", "c"]


def gru_step(step: Graph, name: str, w_rec: np.ndarray, bias: np.ndarray, masked: bool) -> list[str]:
    """One time step of a GRU (models/scripts/gru.py)."""
    q, hidden, rec = step.quantised_state("h", f"{name}.q"), len(w_rec), {}
    for k, gate in enumerate(GATES["gru"]):
        part = slice(k * hidden, (k + 1) * hidden)
        rec[gate] = step.integer_product(q, w_rec[:, part] / STATE, bias[part], f"{name}.rec_{gate}")
    for gate in "zr":
        step.add("Sigmoid", [step.add("Add", [rec[gate], f"in_{gate}"], f"{name}.sum_{gate}")], f"{name}.{gate}")
    step.add("Mul", [f"{name}.r", rec["n"]], f"{name}.kept")
    step.add("Tanh", [step.add("Add", ["in_n", f"{name}.kept"], f"{name}.sum_n")], f"{name}.n")
    step.add("Mul", [f"{name}.z", step.add("Sub", ["h", f"{name}.n"], f"{name}.change")], f"{name}.stays")
    if masked:
        step.add("Mul", [step.add("Add", [f"{name}.n", f"{name}.stays"], f"{name}.state"), "mask_now"], "h_next")
    else:
        step.add("Add", [f"{name}.n", f"{name}.stays"], "h_next")
    return ["h"]


def direction(graph: Graph, name: str, gates: dict[str, str], layer: dict[str, np.ndarray], backwards: bool) -> str:
    """One direction of a recurrent layer: a Scan over the time. gates: the input's share of each gate.

    Padding stands behind a sentence: only the way back must forget what it made of it.
    """
    step, w_rec = Graph(), layer["w_rec"]
    hidden = len(w_rec)
    states = gru_step(step, name, w_rec, layer["b_rec"], backwards) if "b_rec" in layer else lstm_step(step, name, w_rec, backwards)
    step.add("Identity", ["h_next"], "h_out")

    def value(label: str, width: int):
        return helper.make_tensor_value_info(label, TensorProto.FLOAT, ["batch", width])

    scanned = [*(value(f"in_{gate}", hidden) for gate in gates), value("mask_now", 1)]
    body = helper.make_graph(step.nodes, f"{name}.step", [*(value(state, hidden) for state in states), *scanned],
                             [*(value(f"{state}_next", hidden) for state in states), value("h_out", hidden)], list(step.constants.values()))
    start = graph.add("Mul", ["mask_first", graph.constant(f"{name}.nothing", np.zeros((1, hidden), dtype=np.float32))], f"{name}.start")
    way = int(backwards)
    graph.nodes.append(helper.make_node("Scan", [start] * len(states) + [*gates.values(), "mask"], [*(f"{name}.{state}" for state in states), name], name=name,
                                        body=body, num_scan_inputs=len(scanned), scan_input_directions=[way] * len(scanned), scan_output_directions=[way]))
    return name


def layers_of(weights: dict[str, np.ndarray]) -> list[dict[str, np.ndarray]]:
    """The recurrent layers' arrays, from the input on."""
    names = sorted({name.rpartition(".")[0] for name in weights if name.endswith(".w_rec")})
    return [{name.rpartition(".")[2]: value for name, value in weights.items() if name.startswith(f"{layer}.")} for layer in names]


def build(weights: dict[str, np.ndarray], heads: dict[str, list[str]]) -> onnx.ModelProto:
    graph = Graph()
    graph.add("Gather", ["mask", graph.constant("row0", np.array(0, dtype=np.int64))], "mask_first", axis=0)
    x, scales = embedded(graph, weights)
    characters = Characters(graph, weights)
    hidden = ""
    for i, layer in enumerate(layers_of(weights)):
        if i:
            x, scales = graph.quantised_state(hidden, f"layer{i}.bytes"), np.full(layer["w_in"].shape[1], 1 / STATE)
        sides = []
        for d in (0, 1):
            of_side, gates = {name: value[d] for name, value in layer.items()}, {}
            kind, width = "gru" if "b_rec" in layer else "lstm", of_side["w_rec"].shape[0]
            for k, gate in enumerate(GATES[kind]):
                part = slice(k * width, (k + 1) * width)
                w_in, bias, name = of_side["w_in"][:, part], of_side["b_in" if kind == "gru" else "bias"][part], f"in{i}.{d}.{gate}"
                if i:
                    gates[gate] = graph.integer_product(x, w_in * scales[:, None], bias, name)
                else:  # the characters' embeddings are its first columns
                    rest = graph.integer_product(x, w_in[characters.width :] * scales[:, None], bias, f"{name}.rest")
                    gates[gate] = graph.add("Add", [characters.product(w_in[: characters.width], f"{name}.character"), rest], name)
            sides.append(direction(graph, f"layer{i}.{d}", gates, of_side, bool(d)))
        hidden = graph.add("Concat", sides, f"layer{i}", axis=2)
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
    parser.add_argument("--windows", type=Path, default=manifest.FOLDER, help="folder of the training data's hashes")
    args = parser.parse_args()
    loaded = [torch.load(path)["weights"] for path in args.weights]
    weights = {name: (sum(w[name].double() for w in loaded) / len(loaded)).float().numpy() if value.is_floating_point() else value.numpy()
               for name, value in loaded[0].items()}
    heads = {head: TAGS[head] for head in SHIPPED_HEADS}
    args.out.mkdir(parents=True, exist_ok=True)
    onnx.save(build(weights, heads), args.out / "tagger.onnx")
    shutil.copy(args.work / "vocabulary.npz", args.out / "vocabulary.npz")
    meta = {"description": "persons, organisations, places, words: LAC's two GRU layers with bigrams and dictionary words, 8-bit integers",
            "licence": "Apache-2.0", "heads": heads, "trained_on": manifest.fingerprint(args.windows)}
    (args.out / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for path in sorted(args.out.iterdir()):
        print(path.name, path.stat().st_size)


if __name__ == "__main__":
    main()
