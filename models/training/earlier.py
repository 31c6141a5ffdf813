"""Weights of an earlier run to go on from: its `weights.pt`, or the reader.onnx that was exported of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

from models.training.network import HIDDEN, LAYERS
from models.training.outliers import scale_name

Array = NDArray[np.float32]


def earlier_weights(path: Path) -> dict[str, Tensor]:
    """Return the state of a `Reader`: the average of another run, or what an exported reader.onnx holds.

    Each weight of an exported reader is as near to the trained one as 8 bits keep it.
    """
    if path.suffix == ".onnx":
        return _exported(path)
    average: dict[str, Tensor] = torch.load(path, weights_only=True)["average"]
    return average


def _exported(path: Path) -> dict[str, Tensor]:
    graph = onnx.load(str(path)).graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    product = {node.name: node.input[1] for node in graph.node if node.op_type in ("MatMulInteger", "MatMul")}

    def restored(name: str) -> Array:
        """Undo the quantisation of a matrix; its scale is one number, or one for each column."""
        if name in stored:
            return stored[name].astype(np.float32)
        zero = stored[f"{name}_zero_point"].astype(np.float32)
        whole = stored[f"{name}_quantized"].astype(np.float32)
        return ((whole - zero) * stored[f"{name}_scale"]).astype(np.float32)

    def matrix(node: str) -> Array:
        name = product.get(f"{node}_quant") or product[node]
        return restored(name.removesuffix("_quantized")).T

    weights: dict[str, Array] = {
        name: restored(name)
        for name in ("words.weight", "positions.weight", "kinds.weight", "embedded_norm.weight")
    }
    weights["embedded_norm.bias"] = stored["embedded_norm.bias"]
    weights["token_head.weight"] = matrix("/token_head/MatMul")
    # the head of the pair is a Gemm, which the quantiser writes as a product with the transposed weight
    weights["pair_head.weight"] = restored("pair_head.weight_Transposed").T
    for head in ("token_head", "pair_head"):
        weights[f"{head}.bias"] = stored[f"{head}.bias"]
    for number in range(LAYERS):
        joint, bias = restored(f"Attention_{number}_qkv_weight"), stored[f"Attention_{number}_qkv_bias"]
        for place, part in enumerate(("query", "key", "value")):
            own = slice(place * HIDDEN, (place + 1) * HIDDEN)
            weights[f"layers.{number}.{part}.weight"] = joint[:, own].T
            weights[f"layers.{number}.{part}.bias"] = bias[own]
        for part in ("attended", "widen", "narrow"):
            weights[f"layers.{number}.{part}.weight"] = matrix(f"/layers.{number}/{part}/MatMul")
            if part == "narrow" and scale_name(number) in stored:
                weights[f"layers.{number}.narrow.weight"] *= stored[scale_name(number)]
            weights[f"layers.{number}.{part}.bias"] = stored[f"layers.{number}.{part}.bias"]
        for part in ("attended_norm", "narrow_norm"):
            for kind in ("weight", "bias"):
                weights[f"layers.{number}.{part}.{kind}"] = stored[f"layers.{number}.{part}.{kind}"]
    return {name: torch.from_numpy(np.array(value, order="C")) for name, value in weights.items()}
