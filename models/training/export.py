"""The trained network as a small ONNX file: fused for the CPU, weights in 8 bits."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions

from models.training.earlier import earlier_weights
from models.training.features import Features
from models.training.network import HEADS, HIDDEN, LAYERS, Reader
from models.training.outliers import Ids, spread_outliers

MEASURED = 200  # examples
INPUTS = ["input_ids", "attention_mask", "token_type_ids"]
OUTPUTS = ["start", "end", "evidence", "answerable", "judgement"]


def load_network(
    weights: Path, *, averaged: bool = True, earlier: Path | None = None, share: float = 1.0
) -> Reader:
    """Load trained weights: the running average of the last steps, or the last step itself.

    With `earlier`, the `weights.pt` or reader.onnx that this run went on from, the result lies between the
    two, `share` of the way: interpolated weights forget less of the earlier run (Wortsman et al., 2022,
    arXiv:2109.01903). Word embeddings, which no run trains, are those of this one.
    """
    part = "average" if averaged else "last"
    values = torch.load(weights, weights_only=True)[part]
    if earlier:
        before = earlier_weights(earlier) | {"words.weight": values["words.weight"]}
        values = {name: torch.lerp(before[name], value, share) for name, value in values.items()}
    network = Reader()
    network.load_state_dict(values)
    return network.eval()


def export(
    network: Reader,
    path: Path,
    *,
    int8: bool = True,
    seven_bits: bool = True,
    measured_on: Features | None = None,
) -> None:
    """Write the network as fused ONNX; with `int8` its matrices and word embeddings take 8 bits.

    With `seven_bits` the weights use 7 of them: processors without VNNI instructions saturate on all 8.
    Of the examples `measured_on` some tell which units are so strong that they have to be scaled down.
    """
    with tempfile.TemporaryDirectory() as folder:
        plain, fused = Path(folder) / "plain.onnx", Path(folder) / "fused.onnx"
        sample = torch.ones((2, 16), dtype=torch.int64)
        torch.onnx.export(
            network,
            (sample, sample, sample),
            plain,
            input_names=INPUTS,
            output_names=OUTPUTS,
            dynamic_axes={
                **{name: {0: "batch", 1: "tokens"} for name in [*INPUTS, "start", "end", "evidence"]},
                **{name: {0: "batch"} for name in OUTPUTS[3:]},
            },
            opset_version=17,
            dynamo=False,
        )
        options = FusionOptions("bert")
        # a plain sum and layer norm run faster than their fusion, which is not vectorised
        options.enable_skip_layer_norm = options.enable_bias_skip_layer_norm = False
        model = optimizer.optimize_model(
            str(plain), "bert", num_heads=HEADS, hidden_size=HIDDEN, optimization_options=options, opt_level=1
        )
        counts = model.get_fused_operator_statistics()
        if counts["Attention"] != LAYERS or counts["BiasGelu"] != LAYERS:
            raise RuntimeError(f"the optimizer did not fuse every layer, the file would be slow: {counts}")
        model.save_model_to_file(str(fused))
        if int8:
            if measured_on is not None:
                spread_outliers(fused, *_some(measured_on))
            quantize_dynamic(
                fused,
                path,
                weight_type=QuantType.QInt8,
                per_channel=True,
                reduce_range=seven_bits,
                op_types_to_quantize=["MatMul", "Attention", "Gather", "EmbedLayerNormalization", "Gemm"],
                nodes_to_exclude=_heads(fused),
                # fused operators are not of the standard set, so their types can't be inferred
                extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
            )
        else:
            path.write_bytes(fused.read_bytes())


def _some(features: Features) -> tuple[list[Ids], list[int]]:
    """Draw token numbers of examples, and where their second texts begin."""
    drawn = np.random.default_rng(0).permutation(len(features))[:MEASURED]
    ids = [features.ids[features.offsets[at] : features.offsets[at + 1]].astype(np.int64) for at in drawn]
    return ids, [int(features.second[at]) for at in drawn]


def _heads(fused: Path) -> list[str]:
    """Name the products of the two heads: they are tiny and cost accuracy in 8 bits."""
    graph = onnx.load(str(fused)).graph
    weights = {tensor.name: tuple(tensor.dims) for tensor in graph.initializer}
    heads = [
        node.name
        for node in graph.node
        if node.op_type in ("MatMul", "Gemm")
        and any({3, 4} & set(weights.get(name, ())) for name in node.input)
    ]
    # the quantiser rewrites Gemm as MatMul under this name before it looks
    return heads + [f"{name}_MatMul" for name in heads]
