# Two commands do everything on a bare machine with Python 3.11: make run, make test.
PYTHON ?= python3
PORT ?= 7860
VENV := .venv
PY := $(VENV)/bin/python
# Processes that run tests. Each first reads all tests, for 10 s of a core (pytest --collect-only); with as many as there are cores, a core
# is idle while one waits for a server or a pause: that is a third of the time.
TESTERS ?= 3
STAMP := $(VENV)/.installed-$(shell cat requirements.txt constraints.txt | sha256sum | cut -c1-16)
PEERS := .venv-peers
PEERS_STAMP := $(PEERS)/.installed-$(shell cat requirements-peers.txt constraints.txt | sha256sum | cut -c1-16)
MILVUS_STAMP := $(VENV)/.milvus-$(shell cat requirements-milvus.txt constraints.txt | sha256sum | cut -c1-16)
export OMP_WAIT_POLICY := passive
export TOKENIZERS_PARALLELISM := false
export PYTHONDONTWRITEBYTECODE ?=

.PHONY: install install-ocr install-milvus run test lint types check build train eval prove peers bench ablation screenshots clean

install: $(STAMP)

$(STAMP):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "需要 Python 3.11 或更新的版本。请安装后重试，或写 make PYTHON=python3.11 …" >&2; exit 1; }
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) || \
		{ echo "建不成虚拟环境。Debian/Ubuntu 请先运行 apt-get install python3-venv。" >&2; exit 1; }
	@echo "安装依赖到 $(VENV)：要几分钟，下载与占用约 2 GB（PyTorch 带 CUDA 时更多）。装过一次就不再下载。"
	@$(PY) -m pip install --disable-pip-version-check -r requirements.txt -c constraints.txt || \
		{ echo "安装没有完成。请检查网络、磁盘空间和 pip 的源（PIP_INDEX_URL），再运行一次。" >&2; exit 1; }
	@rm -f $(VENV)/.installed-*
	@touch $@

# Scanned PDFs and pictures: the words in them are recognised on this machine.
install-ocr: install
	@$(PY) -m pip install --disable-pip-version-check -q -r requirements-ocr.txt -c constraints.txt || \
		{ echo "文字识别没有装上。请检查网络、磁盘空间和 pip 的源（PIP_INDEX_URL），再运行一次。" >&2; exit 1; }

# The index in Milvus and PostgreSQL (WENCE_STORE=milvus): the client, and Milvus Lite, on which its tests run.
install-milvus: install $(MILVUS_STAMP)

$(MILVUS_STAMP):
	@$(PY) -m pip install --disable-pip-version-check -q -r requirements-milvus.txt -c constraints.txt || \
		{ echo "Milvus 的客户端没有装上。请检查网络、磁盘空间和 pip 的源（PIP_INDEX_URL），再运行一次。" >&2; exit 1; }
	@rm -f $(VENV)/.milvus-*
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

# What Python compiles is kept for the many processes that tests start, also where the environment asks for the opposite.
test: export PYTHONDONTWRITEBYTECODE :=
test: install-milvus lint types
	$(PY) -m corpus check
	$(PY) -m index build --if-needed
	$(PY) -m pytest -n $(TESTERS) --dist loadfile

# Every gold set answered anew, scored, reported in var/eval/report.html, and held against the committed baselines.
eval: install
	$(PY) -m eval all --fresh

train: install
	$(PY) -m index train --data $(DATA)

# Proofs in full; some are of the index in Milvus.
prove: install-milvus
	$(PY) -m eval prove --min 1.0

# The parts of retrieval switched off one at a time, over all gold sets.
ablation: install
	$(PY) -m eval ablate

# Speed and size at 1,000, 10,000 and 100,000 passages of a corpus of its own making; writes docs/BENCH.md.
bench: install
	$(PY) -m eval.bench

# The pictures in README, taken anew in headless Chromium.
screenshots: install
	$(PY) -m index build --if-needed
	$(PY) -m tests.screenshots

# Other ways to search, measured beside ours, in an environment of their own.
peers: install $(PEERS_STAMP)
	$(PY) -m eval peers --python $(PEERS)/bin/python

$(PEERS_STAMP):
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --disable-pip-version-check -q -r requirements-peers.txt -c constraints.txt
	@rm -f $(PEERS)/.installed-*
	@touch $@

clean:
	rm -rf $(VENV) $(PEERS) var
