"""The training loop: warm-up, constant rate, linear decay; ends on a clock, goes on where it was cut off."""

from __future__ import annotations

import itertools
import json
import time
from dataclasses import asdict
from pathlib import Path

import torch

from models.training.batches import collate, epochs
from models.training.earlier import earlier_weights
from models.training.features import Features
from models.training.losses import losses
from models.training.network import Reader, from_base
from models.training.schedule import Plan

LOG_EVERY = 50
SAVE_EVERY = 200
AVERAGE_DECAY = 0.998


def _groups(network: Reader, plan: Plan) -> list[dict[str, object]]:
    trained = [(name, weight) for name, weight in network.named_parameters() if weight.requires_grad]
    heads = [weight for name, weight in trained if name.endswith("head.weight")]
    plain = [weight for name, weight in trained if weight.ndim > 1 and not name.endswith("head.weight")]
    small = [weight for _, weight in trained if weight.ndim == 1]
    return [
        {"params": plain, "weight_decay": plan.weight_decay, "scale": 1.0},
        {"params": small, "weight_decay": 0.0, "scale": 1.0},
        {"params": heads, "weight_decay": 0.0, "scale": 3.0},  # fresh weights: they have further to go
    ]


def train(features: Features, base: Path, folder: Path, plan: Plan, *, start: Path | None = None) -> Path:
    """Train until the clock says stop; return the file of averaged weights.

    `folder` receives `log.jsonl`, `checkpoint.pt` (resumed from where present) and `weights.pt`;
    `start` is the `weights.pt` of another run whose average is trained further, or an exported reader.onnx;
    the frozen word embeddings are those of the base in any case.
    """
    torch.set_num_threads(plan.threads)
    torch.manual_seed(plan.seed)
    folder.mkdir(parents=True, exist_ok=True)
    network = from_base(base)
    if start:
        network.load_state_dict(earlier_weights(start) | {"words.weight": network.words.weight.detach()})
    network.freeze(plan.frozen_layers)
    optimizer = torch.optim.AdamW(_groups(network, plan), lr=plan.rate, betas=(0.9, 0.98), fused=True)
    average = {name: weight.detach().clone() for name, weight in network.named_parameters()}
    step, spent, seen = 0, 0.0, 0
    checkpoint = folder / "checkpoint.pt"
    if checkpoint.exists():
        stored = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(stored["network"])
        optimizer.load_state_dict(stored["optimizer"])
        average, step, spent, seen = stored["average"], stored["step"], stored["spent"], stored["seen"]

    def save() -> None:
        state = {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "average": average}
        temporary = checkpoint.with_suffix(".tmp")
        torch.save({**state, "step": step, "spent": spent, "seen": seen}, temporary)
        temporary.replace(checkpoint)

    budget = plan.minutes * 60
    # where the processor has no instructions for it, bfloat16 is ten times as slow as float32
    halved = torch.backends.cpu.get_cpu_capability().startswith("AVX512")
    sums: dict[str, float] = {}
    with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps({"plan": asdict(plan), "examples": len(features), "from_step": step}) + "\n")
        order = epochs(features, tokens=plan.tokens_per_batch, seed=plan.seed)
        for rows in itertools.islice(order, step, None):
            if spent >= budget:
                break
            began = time.monotonic()
            factor = plan.factor(spent / budget)
            for group in optimizer.param_groups:
                group["lr"] = plan.rate * factor * group["scale"]
            batch = collate(features, rows)
            with torch.autocast("cpu", torch.bfloat16, enabled=halved):
                outputs = network(batch.input_ids, batch.attention_mask, batch.token_type_ids)
            parts = losses(outputs, batch)
            sum(parts.values()).backward()
            torch.nn.utils.clip_grad_norm_([w for w in network.parameters() if w.requires_grad], plan.clip)
            optimizer.step()
            optimizer.zero_grad()
            step += 1
            seen += int(batch.attention_mask.sum())
            # a short memory early on, so that the average never drags the untrained start along
            keep = min(AVERAGE_DECAY, (1 + step) / (10 + step))
            with torch.no_grad():
                for name, weight in network.named_parameters():
                    average[name].lerp_(weight, 1 - keep)
            spent += time.monotonic() - began
            for name, part in parts.items():
                sums[name] = sums.get(name, 0.0) + float(part.detach())
            if step % LOG_EVERY == 0:
                entry = {name: round(total / LOG_EVERY, 4) for name, total in sums.items()}
                pace = {"step": step, "minutes": round(spent / 60, 2), "tokens": seen, "rate": factor}
                log.write(json.dumps({**pace, "tokens_per_second": round(seen / spent), **entry}) + "\n")
                log.flush()
                sums = {}
            if step % SAVE_EVERY == 0:
                save()
    save()
    weights = folder / "weights.pt"
    torch.save({"average": average, "last": network.state_dict()}, weights)
    return weights
