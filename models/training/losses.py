"""What the heads are trained to do."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from models.training.batches import Batch
from models.training.rows import UNSUPPORTED

SPAN, ANSWERABLE, EVIDENCE, JUDGEMENT = 1.0, 0.5, 0.5, 1.0
FAR = -1e4


def losses(outputs: tuple[Tensor, Tensor, Tensor, Tensor, Tensor], batch: Batch) -> dict[str, Tensor]:
    """Give the loss of each head as a sum over its examples divided by the size of the batch, in float32."""
    start, end, evidence, answerable, judgement = (output.float() for output in outputs)
    size = len(answerable)
    asked = batch.answerable >= 0
    allowed = batch.in_passage.clone()
    allowed[:, 0] = True  # [CLS] stands for "no answer"

    span = torch.zeros(())
    for logits, gold in ((start, batch.starts), (end, batch.ends)):
        target = gold.clone()
        target[:, 0] = torch.where(gold.sum(1) == 0, 1.0, 0.0)
        target = target / target.sum(1, keepdim=True)
        logged = functional.log_softmax(logits.masked_fill(~allowed, FAR), dim=1)
        span = span - 0.5 * ((target * logged).sum(1) * asked).sum() / size

    per_token = functional.binary_cross_entropy_with_logits(evidence, batch.evidence, reduction="none")
    per_passage = (per_token * batch.in_passage).sum(1) / batch.in_passage.sum(1).clamp(min=1)
    answers = functional.binary_cross_entropy_with_logits(
        answerable, batch.answerable.clamp(min=0).float(), reduction="none"
    )

    judged = batch.judgement >= 0
    logged = functional.log_softmax(judgement, dim=1)
    known = -logged.gather(1, batch.judgement.clamp(0, UNSUPPORTED - 1)[:, None])[:, 0]
    either = -torch.logsumexp(logged[:, 1:], dim=1)
    verdict = torch.where(batch.judgement == UNSUPPORTED, either, known)
    return {
        "span": SPAN * span,
        "answerable": ANSWERABLE * (answers * asked).sum() / size,
        "evidence": EVIDENCE * (per_passage * asked).sum() / size,
        "judgement": JUDGEMENT * (verdict * judged).sum() / size,
    }
