"""Ways in which a model's server fails each time: what a reader is told, and after how many requests."""

from __future__ import annotations

from eval.model_servers.scripted import (
    fails,
    hangs_up_after,
    is_cut_off_after,
    says,
    sends_error_in_stream,
    sends_raw,
    stops_after,
    waits,
)

LASTING = {
    "401": (fails(401), "The language model refused the key (status 401). Check OPENAI_API_KEY.", 1),
    "403": (fails(403), "The language model refused the key (status 403). Check OPENAI_API_KEY.", 1),
    "404": (fails(404), "The language model was not found (status 404). Check ASSISTANT_MODEL and", 1),
    "400": (fails(400), "The language model refused the request (status 400).", 1),
    "429": (fails(429), "The language model is receiving too many requests (status 429).", 3),
    "429 for an hour": (
        fails(429, headers={"Retry-After": "3600"}),
        "The language model is receiving too many requests (status 429).",
        1,
    ),
    "429 without quota": (
        fails(429, code="insufficient_quota"),
        "The quota of the language model's account is spent (status 429).",
        1,
    ),
    "500": (fails(500), "The language model's server failed (status 500).", 3),
    "503": (fails(503), "The language model's server failed (status 503).", 3),
    "slow first token": (waits(4), "The language model did not answer in time.", 1),
    "disconnect at once": (hangs_up_after(), "The language model", 3),
    "disconnect mid-stream": (hangs_up_after("The bridge "), "The connection to the language model broke", 3),
    "end without an end": (stops_after("The bridge is"), "The connection to the language model broke", 3),
    "error in the stream": (
        sends_error_in_stream("overloaded", "The "),
        "The language model's server failed",
        3,
    ),
    "empty": (says(), "The language model wrote nothing.", 3),
    "blank": (says(" ", "\n"), "The language model wrote nothing.", 3),
    "tokens spent on reasoning": (
        is_cut_off_after("<think>Let me see. The bridge"),
        "The language model used up its tokens before it answered. Raise ASSISTANT_MAX_ANSWER_TOKENS",
        1,
    ),
    "tokens spent on reasoning that is not sent": (
        is_cut_off_after(""),
        "The language model used up its tokens before it answered. Raise ASSISTANT_MAX_ANSWER_TOKENS",
        1,
    ),
    "only marks": (says("--- [1]"), "The language model wrote nothing.", 3),
    "JSON without text": (
        says('{"result": [1]}'),
        "The language model answered in a format that is no text.",
        1,
    ),
    "web page": (
        says("<!DOCTYPE html><p>Down</p>"),
        "The language model answered in a format that is no text.",
        1,
    ),
    "no events": (sends_raw(b"Service temporarily down"), "The language model wrote nothing.", 3),
    "broken events": (sends_raw(b"data: {half\n\n"), "The language model's server failed", 3),
    "overflow": (
        fails(400, "This model's maximum context length is 10 tokens", code="context_length_exceeded"),
        "The request is longer than the language model's context window (status 400).",
        2,
    ),
}
