# Everything works in .venv, which is made anew when the lock changes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
QUICK := tests/test_texts.py $(addprefix tests/, amazon domain house_rules pages storage surfaces) \
	$(addprefix tests/journeys/, oauth/test_connect_store.py oauth/test_renewal.py stores/test_add_store.py)

.PHONY: demo run quick test test-long test-all check bench texts lock clean

$(INSTALLED): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

demo: $(INSTALLED)  ## try the bot in the browser, against a local Slack and a local Amazon
	$(BIN)/amazon-store-bot demo

run: $(INSTALLED)  ## run the bot with the settings of .env
	$(BIN)/amazon-store-bot run

quick: $(INSTALLED)  ## the inner loop, within a minute: decisions, texts, tables, and a few journeys
	$(BIN)/python -m pytest -m "not long and not browser" -k "not postgresql" $(QUICK)

test: $(INSTALLED)  ## run the tests that every push needs
	$(BIN)/python -m pytest -m "not long"

test-long: $(INSTALLED)  ## run what is left: simulations, races of many rounds, PostgreSQL halves
	$(BIN)/python -m pytest -m long

test-all: test test-long  ## run every test

check: $(INSTALLED)  ## style, types, imports, texts, and Block Kit against Slack's own types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m tests.texts
	$(BIN)/python -m tests.types

bench: $(INSTALLED)  ## measure what the design promises
	$(BIN)/python -m bench
	$(BIN)/python -m bench.hand_outs
	$(BIN)/python -m bench.sweeps
	$(BIN)/python -m bench.usual_way
	$(BIN)/python -m bench.three_years

lock: pyproject.toml  ## pin every dependency anew
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet pip-tools
	.venv-lock/bin/pip-compile --quiet --extra dev --generate-hashes --allow-unsafe --strip-extras \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate -o requirements.lock pyproject.toml
	rm -rf .venv-lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
