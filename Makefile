# make run    install what is needed and open the page
# make test   everything: checks of every part, real browser, real model
# make check  the quick part: lint, types, unit tests
# make bench  scores and times over a corpus (ARGS="--each --jobs 1", ARGS=--rivals, ARGS=--raise-floors)
#
# PYTHON=python3.12 make run    chooses the interpreter; it is used once, to create .venv.

PYTHON ?= python3
ARGS ?=
VENV := .venv
PY := $(VENV)/bin/python
# Tests run side by side, on at most four processors: each has a browser and a model of its own.
# JOBS=0 runs them one after the other.
JOBS ?= auto
PYTEST := $(PY) -m pytest -n $(JOBS) --maxprocesses 4 --dist worksteal
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.DELETE_ON_ERROR:
.PHONY: run test check bench clean

run: $(VENV)/installed
	$(PY) app.py $(ARGS)

test: $(VENV)/installed-dev
	bash tests/system.sh $(PY)
	$(PY) -m tests.model.weights
	$(PYTEST) $(ARGS)

check: $(VENV)/installed-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PYTEST) tests/unit pdfclean $(ARGS)

bench: $(VENV)/installed-dev
	$(PY) -m tests.benchmark $(ARGS)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache

# Each step leaves an empty file behind, so that it runs again only when its input has changed.
$(VENV)/created:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "pdfclean needs Python 3.10 or newer: PYTHON=python3.12 make run")'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/installed: $(VENV)/created requirements.txt constraints.txt
	$(PIP) -r requirements.txt
	touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	$(PIP) -r requirements-dev.txt
	touch $@
