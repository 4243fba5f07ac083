# Everything a person does with this project. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help demo run test torture check format bench bench-full lock clean

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PEERS := $(VENV)/peers
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	&& echo $$p && break; done)

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: $(READY) ## Start a practice workspace in the browser, with a synthetic year (no Slack needed)
	@exec $(BIN)/heard demo

run: $(READY) ## Run the bot on your Slack workspace (docs/deploying.md)
	@exec $(BIN)/heard run

test: $(READY) ## Run every test
	@$(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile

torture: $(READY) ## Kill both stores 300 times, cut the power and the network, send 4 x 1,000 answers twice (long)
	@HEARD_TEST_KILLS=300 HEARD_TEST_CUTS=300 HEARD_TEST_SERVER_KILLS=20 HEARD_TEST_CUT=60 \
		HEARD_TEST_SUBMISSIONS=1000 $(BIN)/python -m pytest -q --log-cli-level=INFO \
		tests/storage/test_tiny.py tests/storage/test_power.py tests/storage/test_postgres_failing.py

check: $(READY) ## Everything that must be clean before a commit: format, lint, types, imports, tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy .
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile

format: $(READY) ## Format the code and mend what can be mended
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(READY) ## Measure what it costs: every figure that the README quotes, on smaller stores
	@$(BIN)/python -m benchmarks
	-@$(BIN)/pip install --quiet uv && $(BIN)/uv pip install --quiet --target $(PEERS) --group peers
	@PYTHONPATH=$(PEERS) $(BIN)/python -m benchmarks --peers
	@PYTHONPATH=$(PEERS) $(BIN)/python -m benchmarks.reading
	@$(BIN)/python -m benchmarks.storage --quick
	@$(BIN)/python -m benchmarks.postgres --quick

bench-full: $(READY) ## Measure the stores as large as the README's figures: 50,000 and 1,000,000 answers (long)
	@$(BIN)/python -m benchmarks.storage
	@$(BIN)/python -m benchmarks.postgres --responses 1000000

lock: $(READY) ## Pin what pyproject.toml allows, with hashes, into requirements.lock
	@$(BIN)/pip install --quiet uv
	@$(BIN)/uv pip compile pyproject.toml --group dev --extra postgres --universal --python-version 3.11 \
		--generate-hashes --custom-compile-command "make lock" --quiet -o requirements.lock

clean: ## Remove what was installed and built, but no data
	@rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(READY): pyproject.toml requirements.lock
	@test -n "$(PYTHON)" || { echo "Heard needs Python 3.11 or newer: please install it first."; exit 1; }
	@echo "Setting up in $(VENV) (once, about a minute) ..."
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing: please install it (python3-venv)."; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
