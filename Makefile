# make run     set up, build the Cluj case, answer three questions, write one page, serve on 127.0.0.1
# make test    set up and run everything; what a component is missing for is skipped and says how to get it
# make setup   only .venv with .venv/bin/innograph
# make check   lint and types
# make bench   the figures of tests/benchmarks
# make lock    resolve the locks anew
PYTHON ?= python3
PORT ?= 8321
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: setup run test check bench lock clean

setup: $(VENV)/ready

$(VENV)/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Innograph needs Python 3.11 or newer; name one with: make setup PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --require-hashes --requirement requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
	@echo "Ready: $(BIN)/innograph"

$(VENV)/ready-for-tests: $(VENV)/ready tests/requirements.lock
	$(PIP) install --quiet --require-hashes --requirement tests/requirements.lock
	@touch $@

run: setup
	$(BIN)/innograph build
	$(BIN)/innograph tour
	$(BIN)/innograph view --out cluj.html
	$(BIN)/innograph serve --port $(PORT)

check: $(VENV)/ready-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: $(VENV)/ready-for-tests
	$(BIN)/python -m pytest

bench: $(VENV)/ready-for-tests
	$(BIN)/python -m tests.benchmarks

lock: $(VENV)/ready-for-tests
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --custom-compile-command "make lock" pyproject.toml --group build --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --custom-compile-command "make lock" pyproject.toml --group build --group test --constraint requirements.lock \
	  --output-file tests/requirements.lock

clean:
	rm -rf $(VENV) .innograph
