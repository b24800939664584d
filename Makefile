# make run     starts everything with a demo school (TLS=1 for other devices on the network, PORT=…)
# make test    checks and tests; a browser test that fails on a busy machine is tried once more, and listed
# make check   only what reads the code: ruff, mypy, djlint, layers
# make format  lets ruff lay out the code
# make bench   measures, prints, asserts nothing
# make setup   only installs; every other target does it when something changed

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --root-user-action=ignore
CATALOGS := $(wildcard locale/*/LC_MESSAGES/*.po */locale/*/LC_MESSAGES/*.po)
TEMPLATES := $(wildcard templates */templates)
WORKERS ?= 2

.DEFAULT_GOAL := run
.DELETE_ON_ERROR:
.PHONY: run test check format bench setup setup-dev chromium

run: export DREAMSEED_DEMO ?= 1
run: setup
	@exec $(BIN)/python manage.py up

test: check chromium
	$(BIN)/pytest -n $(WORKERS) -m "not browser"
	$(BIN)/pytest -m browser --reruns 1 -rR

check: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet $(TEMPLATES)
	$(BIN)/lint-imports

format: setup-dev
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .

bench: setup-dev
	$(BIN)/python -m benchmarks

setup: $(VENV)/.runtime static/vendor/icons.svg $(CATALOGS:.po=.mo)

setup-dev: $(VENV)/.dev setup

chromium: setup-dev
	@$(BIN)/python -m tests.chromium

$(BIN)/python:
	@echo "Making $(VENV)…"
	@PYTHON="$(PYTHON)" scripts/make-venv.sh $(VENV)

$(VENV)/.runtime: requirements.txt constraints.txt | $(BIN)/python
	@echo "Installing what the program needs (about a minute at the first time)…"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements-s3.txt requirements.txt constraints.txt | $(VENV)/.runtime
	@echo "Installing what tests and checks need…"
	@$(PIP) -r requirements-dev.txt
	@touch $@

static/vendor/icons.svg: package.json package-lock.json dreamseed/assets.py | $(VENV)/.runtime
	@$(BIN)/python -m dreamseed.assets
	@touch $@

%.mo: %.po | $(VENV)/.runtime
	@$(BIN)/python -m dreamseed.catalogs
