"""Measures answers by a language model; `python -m eval.bench_generation --help`."""
