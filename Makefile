# make setup · run · test · lint · bench · clean.   DATA_DIR (default var/) holds all state; PORT (default 8050) is where the app answers.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export DATA_DIR ?= $(CURDIR)/var
export PORT ?= 8050
DEMO_PROVINCE ?= 63
DEMO_MONTHS ?=
DEMO_SCALE ?= 1

.PHONY: setup run test test-spark lint bench screenshots clean

# A stamp per requirements file: a second `make run` starts at once, a changed pin installs again.
$(VENV)/.runtime: requirements.txt
	@$(PYTHON) scripts/check_python.py
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "正在安装运行所需的软件包（首次约 1–2 分钟）…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(VENV)/.system: scripts/install_system_packages.sh
	@bash scripts/install_system_packages.sh
	@touch $@

$(VENV)/.spark: $(VENV)/.dev requirements-spark.txt scripts/install_system_packages.sh
	@bash scripts/install_system_packages.sh spark
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-spark.txt
	@touch $@

setup: $(VENV)/.dev $(VENV)/.system

run: $(VENV)/.runtime
	@$(BIN)/python -m dashboard demo --province $(DEMO_PROVINCE) $(addprefix --months ,$(DEMO_MONTHS)) --scale $(DEMO_SCALE) --seed 1
	@$(BIN)/python -m dashboard serve

test: setup
	@$(BIN)/python -m pytest -m "not spark" -n auto --dist loadscope $(PYTEST_ARGS)

test-spark: $(VENV)/.spark
	@$(BIN)/python -m pytest -m spark tests/rollup $(PYTEST_ARGS)

lint: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: setup
	@$(BIN)/python -m benchmarks

screenshots: setup
	@$(BIN)/python scripts/screenshots.py

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "数据目录 $(DATA_DIR) 未动；确需删除请自行执行 rm -r。"
