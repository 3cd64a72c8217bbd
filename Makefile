# Two commands do everything: `make book` and `make test`. Both make their own environment in .venv first.

PYTHON ?= python3
VENV := .venv
SHANXI := $(VENV)/bin/shanxi
INSTALLED := $(VENV)/.installed
LAB := $(VENV)/.lab

.PHONY: book editions test test-quick preview check freeze lint spell links audit bench bench-sweeps notebook lock clean help

book: $(INSTALLED)  ## build the HTML book, the PDF and the EPUB
	@$(SHANXI) build

editions: $(INSTALLED)  ## build all editions, HTML, PDF and EPUB, and the site of them side by side
	@$(SHANXI) build --all

test: $(INSTALLED)  ## run all tests: package, evidence, notebooks, the built book
	@$(VENV)/bin/python -m pytest --nbval -n auto --dist loadfile --no-loadscope-reorder --durations 20 analysis tests

test-quick: $(INSTALLED)  ## run the tests that take seconds, and the notebooks that changed (under a minute)
	@$(VENV)/bin/python -m tests.quick

preview: $(INSTALLED)  ## serve the book on this machine and rebuild it on every change
	@$(SHANXI) preview

notebook: $(INSTALLED) $(LAB)  ## open the notebooks in JupyterLab, with the environment of the report
	@JUPYTERLAB_SETTINGS_DIR=$(CURDIR)/$(VENV)/lab-settings $(VENV)/bin/jupyter lab \
	    --config=$(CURDIR)/jupyter_lab_config.py --notebook-dir=. analysis

check: $(INSTALLED)  ## is the evidence sound?
	@$(SHANXI) check

freeze: $(INSTALLED)  ## refresh the notebooks' reference outputs
	@$(SHANXI) freeze

lint: $(INSTALLED)  ## linter, formatter, type checker, the wall between engine and report, thin notebooks, bound sentences, spelling
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/mypy && $(VENV)/bin/lint-imports
	@$(SHANXI) lint
	@$(MAKE) --no-print-directory spell

spell: $(INSTALLED)  ## are words in a dictionary, and British?
	@$(SHANXI) spell
	@$(VENV)/bin/typos --format brief || { echo "mend these, or except them in [tool.typos] of pyproject.toml" >&2; exit 1; }

links: $(INSTALLED)  ## does somebody answer at the addresses of sources and chapters? asks their hosts, slowly
	@$(SHANXI) links

audit: $(INSTALLED)  ## move every figure and assumption: does every number name what moves it? (an hour)
	@$(VENV)/bin/python -m tests.audit

bench: $(INSTALLED)  ## how long do builds take, beside other ways? refreshes the tables in authors-changes (an hour)
	@$(VENV)/bin/python -m tests.benchmarks

bench-sweeps: $(INSTALLED)  ## how fast are sweeps, beside papermill? refreshes the tables in methods (half an hour)
	@$(VENV)/bin/python -m tests.benchmarks.sweeps

# The lock files hold versions and hashes, no addresses. Needs uv, which is not part of the environment. The second has
# only what `make notebook` adds to the first, or needs on more systems than it.
lock:  ## choose the newest versions that pyproject.toml allows
	uv pip compile pyproject.toml --extra test --universal --python-version 3.11 --upgrade \
	    --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements.lock
	uv pip compile pyproject.toml --extra test --extra lab --universal --python-version 3.11 --upgrade \
	    -c requirements.lock $$(sed -n 's/^\([a-z0-9._-]*\)==[^ ]* \\$$/--no-emit-package \1/p' requirements.lock) \
	    --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements-lab.lock

clean:  ## remove everything that was built, and the environment
	rm -rf _build $(VENV)

help:  ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 16

# An interrupted install leaves no mark, so the next call starts over.
$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || \
	    { echo "Python 3.11, 3.12 or 3.13 is needed; name one: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "making the environment in $(VENV) (once; about two minutes)"
	@rm -rf $(VENV) && $(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

# What JupyterLab needs beside the report: installed on demand, and no version of the report's own is touched.
$(LAB): requirements-lab.lock $(INSTALLED)
	@echo "adding JupyterLab to $(VENV) (once; about a minute)"
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-lab.lock
	@touch $@
