# Two commands do everything on a bare machine with Python 3.11: make run, make test.
PYTHON ?= python3
PORT ?= 7860
VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed-$(shell cat requirements.txt constraints.txt | sha256sum | cut -c1-16)
export OMP_WAIT_POLICY := passive
export TOKENIZERS_PARALLELISM := false
export PYTHONDONTWRITEBYTECODE ?=

.PHONY: install run test lint types check build train eval clean

install: $(STAMP)

$(STAMP):
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --disable-pip-version-check -q -r requirements.txt -c constraints.txt
	@rm -f $(VENV)/.installed-*
	@touch $@

run: install
	$(PY) -m index build --if-needed
	$(PY) app.py serve --port $(PORT)

build: install
	$(PY) -m index build

lint: install
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: install
	$(PY) -m mypy .

test: lint types
	$(PY) -m corpus check
	$(PY) -m index build --if-needed
	$(PY) -m pytest

train: install
	$(PY) -m index train --data $(DATA)

clean:
	rm -rf $(VENV) var
