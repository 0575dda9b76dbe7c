# Everything from a fresh clone: make demo · make test · make check · make run · make bench
# Needs Python 3.11 or newer, make, and a package index; the rest is set up in .venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DEMO   ?=
# Most tests wait for something: it takes three at a time to keep two processors busy.
SIDE_BY_SIDE := -n 3

.PHONY: help demo run test check format bench lock clean
.DEFAULT_GOAL := help

help:
	@echo "make demo    a Discord on this machine with the bot in it; no token, no network"
	@echo "make run     the bot on Discord; needs DISCORD_TOKEN (see .env.example)"
	@echo "make test    the tests"
	@echo "make check   lint, format, types, architecture and the tests"
	@echo "make bench   the figures, side by side"

# What the bot needs to run, and what its makers need besides, each from its lock with hashes.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Parkett needs Python 3.11 or newer; name one with: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/runs: $(BIN)/python requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/builds: $(BIN)/python requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/runs

demo: $(VENV)/runs
	$(BIN)/python -m bot demo $(DEMO)

run: $(VENV)/runs
	$(BIN)/python -m bot run

test: $(VENV)/builds
	$(BIN)/python -m pytest $(SIDE_BY_SIDE)

check: $(VENV)/builds
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/python -m pytest $(SIDE_BY_SIDE)

format: $(VENV)/builds
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/builds
	$(BIN)/python -m tests.bench

lock: $(VENV)/builds
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links pyproject.toml --group dev -o requirements-dev.txt

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .import_linter_cache
