# Two commands matter: `make run` and `make test`. Nothing to install by hand beyond Python and make.

export UV_SYSTEM_CERTS := 1
export UV_LINK_MODE := copy
export UV_NO_PROGRESS := 1
# Some machines forbid Python to keep what it compiles: each of our processes would start in 3 s, not 1.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# The first Python that really runs: a shim may bear the name of a version that is not there.
PYTHONS := python3.14 python3.13 python3.12 python3.11 python3
RUNS     = $(shell $(1) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
             >/dev/null 2>&1 && echo $(1))
PY      ?= $(firstword $(foreach python,$(PYTHONS),$(call RUNS,$(python))))

BIN  := .venv/bin
UV   := $(BIN)/uv pip
INTO := --quiet --python $(BIN)/python
PRINT_SCHEMA = $(BIN)/python -c 'from schema import imprimer; print(imprimer(), end="")'

.DEFAULT_GOAL := help
.PHONY: help run test check format bench bureautique chaos vies fuzz schemathesis schema requirements clean

help: ## say what there is to type
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 14

run: export GUICHET_JOURNAL ?= console
run: .venv/.run ## set everything up and serve on http://127.0.0.1:8000, with a demonstration
	@exec $(BIN)/guichet serve

test: .venv/.test ## set everything up and run every test against real components
	$(BIN)/pytest -q -n 2 --dist worksteal

check: .venv/.test ## format, lint, types, imports, architecture, migrations, schema
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PRINT_SCHEMA) | diff schema.graphql - \
		|| { echo "schema.graphql ne dit plus ce que dit le code : lancez « make schema »."; exit 1; }
	$(BIN)/pytest -q tests/test_architecture.py tests/server/test_migrations.py

format: .venv/.test ## rewrite the code as `check` wants it
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

fuzz: .venv/.test ## compare the two executors on 100,000 random documents (hours; GUICHET_FUZZ=n for less)
	GUICHET_FUZZ=$${GUICHET_FUZZ:-100000} $(BIN)/pytest -q tests/resolvers/test_deux_executeurs.py

bench: .venv/.test ## measure speed: one figure a line, `name value goal ok|KO`
	$(BIN)/python -m benchmarks

bureautique: .venv/.test ## open exports in LibreOffice and in three unzippers, which it says how to install
	$(BIN)/python -m tests.bureautique

chaos: .venv/.test ## kill everything while dossiers are decided, and count what is left (an hour)
	$(BIN)/python -m tests.chaos

vies: .venv/.test ## live thirty months of dossiers, every work of every day at its hour (a quarter of an hour)
	GUICHET_VIES=tous $(BIN)/pytest -q -s tests/jobs/test_expirations_vie.py

schemathesis: .venv/.test ## draw 2,250 documents from the schema, and fail on any 5xx
	$(BIN)/python -m tests.schemathese

schema: .venv/.test ## print the contract into schema.graphql
	$(PRINT_SCHEMA) > schema.graphql.nouveau && mv schema.graphql.nouveau schema.graphql

# No file may name the registry that this machine happens to use.
COMPILE = $(UV) compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links $(UPGRADE)
requirements: $(BIN)/uv ## pin the dependencies of pyproject.toml again (UPGRADE=--upgrade: newest)
	$(COMPILE) pyproject.toml --output-file requirements.txt
	$(COMPILE) pyproject.toml --group dev --constraint requirements.txt \
		--output-file requirements-test.txt
	printf '%s\n' uv hatchling editables | $(COMPILE) - --output-file requirements-bootstrap.txt

clean: ## remove the environment and the caches; the data folder stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(BIN)/uv: requirements-bootstrap.txt
	@test -n "$(PY)" || { echo "Il faut Python 3.11 ou plus, avec venv (Debian : python3-venv)."; exit 1; }
	$(PY) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes --requirement $<
	@touch $@

# Syncing one set of packages removes what only the other has: the stamps say which one is there.
.venv/.run: $(BIN)/uv requirements.txt pyproject.toml
	$(UV) sync $(INTO) --require-hashes requirements.txt requirements-bootstrap.txt
	$(UV) install $(INTO) --no-deps --no-build-isolation --editable .
	@rm -f .venv/.test && touch $@

.venv/.test: $(BIN)/uv requirements-test.txt pyproject.toml
	$(UV) sync $(INTO) --require-hashes requirements-test.txt requirements-bootstrap.txt
	$(UV) install $(INTO) --no-deps --no-build-isolation --editable .
	@touch .venv/.run $@
