"""Units that fire far more strongly than their neighbours, scaled down so that 8 bits keep the others apart.

In the first layers one unit of 1,536 reaches some four times what any other does. Activations have one scale
for the whole layer, so it would take two of their eight bits. Dividing the unit and multiplying its weights
by the same number changes nothing else (SmoothQuant; Xiao et al., 2023, arXiv:2211.10438).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from models.training.network import LAYERS

Ids = NDArray[np.int64]


def scale_name(layer: int) -> str:
    """Name what the units of a layer are multiplied by in the file."""
    return f"layers.{layer}.narrow.units"


def spread_outliers(path: Path, examples: Sequence[Ids], second: Sequence[int]) -> None:
    """Rewrite an ONNX file of the reader so that no unit is stronger than the second strongest of its layer.

    How strong they are is measured on `examples`, token numbers whose second text begins at `second`.
    """
    model = onnx.load(str(path))
    products = {f"/layers.{number}/narrow/MatMul": number for number in range(LAYERS)}
    strongest = _strongest(model, list(products), examples, second)
    stored = {tensor.name: tensor for tensor in model.graph.initializer}
    nodes = []
    for node in model.graph.node:
        if node.name in products:
            name = scale_name(products[node.name])
            units = np.maximum(1.0, strongest[node.name] / np.sort(strongest[node.name])[-2]).astype(
                np.float32
            )
            weights = stored[node.input[1]]
            weights.CopyFrom(
                numpy_helper.from_array(numpy_helper.to_array(weights) * units[:, None], weights.name)
            )
            model.graph.initializer.append(numpy_helper.from_array(1 / units, name))
            nodes.append(
                helper.make_node("Mul", [node.input[0], name], [f"{name}.scaled"], name=f"{name}.scale")
            )
            node.input[0] = f"{name}.scaled"
        nodes.append(node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.save(model, str(path))


def _strongest(
    model: onnx.ModelProto, products: Sequence[str], examples: Sequence[Ids], second: Sequence[int]
) -> dict[str, NDArray[np.float32]]:
    """Return the greatest absolute value of each unit that goes into each product."""
    inputs = {node.name: node.input[0] for node in model.graph.node if node.name in products}
    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    for name in inputs.values():
        watched.graph.output.append(helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(watched.SerializeToString(), providers=["CPUExecutionProvider"])
    greatest: dict[str, NDArray[np.float32]] = {}
    for ids, start in zip(examples, second, strict=True):
        kinds = (np.arange(len(ids)) >= start).astype(np.int64)
        given = {
            "input_ids": ids[None],
            "attention_mask": np.ones_like(ids)[None],
            "token_type_ids": kinds[None],
        }
        for product, units in zip(inputs, session.run(list(inputs.values()), given), strict=True):
            here = np.abs(units[0]).max(axis=0)
            greatest[product] = np.maximum(greatest.get(product, here), here)
    return greatest
