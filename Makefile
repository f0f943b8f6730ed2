# Everything works in .venv: demo and run install what the bot needs, all else adds its tools to it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
BOT := $(VENV)/.bot
INSTALLED := $(VENV)/.installed
PIN := .venv-lock/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate --build-deps-for wheel
QUICK := tests/test_texts.py $(addprefix tests/, amazon domain house_rules pages storage surfaces) \
	$(addprefix tests/journeys/, oauth/test_connect_store.py oauth/test_renewal.py stores/test_add_store.py)

.PHONY: demo run quick test test-long test-all check bench texts lock clean

$(BOT): requirements.lock pyproject.toml
	@echo "Making $(VENV): some seconds, once."
	@$(PYTHON) -m venv $(VENV)
	@echo "Installing what the bot needs: about half a minute, once."
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(INSTALLED): $(BOT) requirements-dev.lock
	@echo "Installing what tests, checks and measurements need: another minute, once."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(BOT)  ## try the bot in the browser, against a local Slack and a local Amazon
	@echo "Starting a local Slack, a local Amazon and the bot: some seconds."
	@$(BIN)/amazon-store-bot demo

run: $(BOT)  ## run the bot with the settings of .env
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

lock: pyproject.toml  ## pin every dependency: what the bot needs, and that with the tools
	@echo "Resolving every dependency twice: some five minutes."
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet pip-tools
	$(PIN) -o requirements.lock pyproject.toml
	$(PIN) --extra dev --constraint requirements.lock -o requirements-dev.lock pyproject.toml
	rm -rf .venv-lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
