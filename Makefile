# The doors to the tracker's workshop. `make help` lists them.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help run setup test check bench jobs migration translations lock screens demo-reset

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

run: $(STAMP) ## Set up, migrate, load the demo on the first start, serve on PORT (8000)
	@$(BIN)/tracker demo start

setup: $(STAMP) .venv/.dev ## Install everything that tests and checks need
	@true

test: $(STAMP) .venv/.dev ## Every test, on SQLite and PostgreSQL, with browser tests
	$(BIN)/pytest -q -n 2 --dist loadgroup

check: $(STAMP) .venv/.dev ## Lint, types, templates, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint templates --check --quiet
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/pytest -q -n 0 tests/test_house_rules.py tests/test_translations.py tests/test_migrations.py

bench: $(STAMP) .venv/.dev ## Ratios against hand-written SQL, measured in the same run
	$(BIN)/python -m bench --engine sqlite --size 100000

jobs: $(STAMP) ## The timetable and the last runs
	@$(BIN)/tracker jobs list

migration: $(STAMP) ## A new migration from the models: make migration m="add a column"
	$(BIN)/tracker db revision --autogenerate -m "$(m)"

translations: $(STAMP) .venv/.dev ## Collect the Vietnamese texts and compile the English catalogue
	$(BIN)/python -m tracker.web.catalogue

lock: ## Write the hash-locked requirements anew
	$(BIN)/pip install -q pip-tools
	for list in requirements requirements-dev requirements-node; do \
	  $(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	    --allow-unsafe --strip-extras -o $$list.txt $$list.in; done

screens: $(STAMP) .venv/.dev ## Take the screenshots in docs/screens
	$(BIN)/python -m tests.browser.screens

demo-reset: ## Forget the demo's data; the next run loads it anew
	@test -e instance/demo || { echo "instance/ is not a demo; nothing was removed."; exit 1; }
	rm -rf instance

$(STAMP): requirements.txt requirements-node.txt pyproject.toml package-lock.json tracker/translations/en/LC_MESSAGES/messages.po
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@command -v npm >/dev/null 2>&1 || $(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-node.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m tracker.web.vendor
	$(BIN)/python -c "from tracker.web.catalogue import compile_catalogue as c; c()"
	@touch $@

.venv/.dev: $(STAMP) requirements-dev.txt
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
