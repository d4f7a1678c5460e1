# 兜底 Doudi. `make` lists the targets. Needed: Python 3.11 or newer with venv and pip, make, git; nothing else.
# A closed network names its package mirror in the environment (UV_DEFAULT_INDEX, PIP_INDEX_URL), never in a file.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
HERE := $(BIN)/python -m services here
ROLE ?= TOWNSHIP_OFFICER
DIVISION ?= 510411101
J ?= 2

export UV_PYTHON_DOWNLOADS := never
ifdef PIP_INDEX_URL
export UV_DEFAULT_INDEX ?= $(PIP_INDEX_URL)
endif

# The development packages contain those for running, so a folder that has been tested runs without a second set-up.
READY := $(if $(wildcard .venv/.dev),.venv/.dev,.venv/.runtime)
NODE_FOLDERS := tests/contracts clients/typescript
COMPILE := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url

##@ Run
run: $(READY) ## Everything on this machine: database, migrations, three services; Ctrl-C stops it, data stay in .doudi/
	@$(BIN)/python -m services

demo: $(READY) ## A township's month on synthetic people, against the running system; SEED=2 plays other families
	@$(HERE) demo $(if $(SEED),--seed $(SEED))

seed: $(READY) ## Only load the demo's standards (illustrative) into the running system
	@$(HERE) demo seed

token: $(READY) ## A token for the running system: make token ROLE=TOWNSHIP_OFFICER DIVISION=510411101
	@$(HERE) shared.tokens mint $(ROLE) $(DIVISION)

backup: $(READY) ## Back up the running system's database: make backup FILE=doudi.dump (docs/runbook.md)
	@$(HERE) migrations backup "$(FILE)"

verify-audit: $(READY) ## Check the hash chain of the audit log of the running system
	@$(HERE) shared.audit verify

replay: $(READY) ## Make every kept determination of the running system again; fails when one differs, with the rule
	@$(HERE) services.eligibility replay-all

##@ Check
test: .venv/.node ## Everything CI runs; T=tests/eligibility or K=phase_out runs those tests alone
	@$(if $(T)$(K),,$(MAKE) --no-print-directory check)
	$(BIN)/pytest -n $(J) $(T) $(if $(K),-k "$(K)")

fuzz: .venv/.node ## 400 drawn requests to every operation, other ones each time; SEED= draws the printed ones again
	FUZZ_EXAMPLES=$(or $(EXAMPLES),400) FUZZ_SEED=$(or $(SEED),$(shell date +%s)) $(BIN)/pytest -n $(J) tests/contracts -k "as_described or county"

client: .venv/.node ## The TypeScript client's types from openapi/, checked; clients/typescript/README.md says how to use it
	cd clients/typescript && $(CURDIR)/$(BIN)/node generate.mjs && $(CURDIR)/$(BIN)/node node_modules/typescript/bin/tsc

soak: .venv/.dev ## The long run of the fault tests: every way of a case, something killed after every third request
	SOAK=1 $(BIN)/pytest -n 0 tests/walls/faults

bench: .venv/.dev ## Measure everything (benchmarks/README.md), about ten minutes; SIZE=10000 for a try, ONLY=ledger for one
	@SIZE=$(SIZE) ONLY=$(ONLY) $(BIN)/python -m benchmarks

oracle: .venv/oracle/.done ## Compare 20 000 random families with the rules written a second time (benchmarks/oracle); N=2000 SEED=7
	@.venv/oracle/bin/python -m benchmarks.oracle $(if $(N),--households $(N)) $(if $(SEED),--seed $(SEED))

mutate: .venv/.dev ## Change every rule in every small way and see whether the tests notice; writes docs/mutation.md
	@$(BIN)/python -m tests.mutation $(ONLY)

check: .venv/.dev ## Format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: .venv/.dev ## Let the tools repair what they can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

##@ Change
clause: $(READY) ## Where a clause lives: make clause C=2.1-h
	@$(BIN)/python -m shared.circular "$(C)"

migration: .venv/.dev ## Write the migration from the models: make migration M="add care agreements"
	@$(BIN)/python -m migrations new "$(M)"

openapi: $(READY) ## Freeze the interface descriptions into openapi/
	@$(BIN)/python -m services.openapi

lock: .venv/.dev ## Pin the newest allowed packages with their hashes
	$(COMPILE) --upgrade pyproject.toml -o requirements/runtime.lock
	$(COMPILE) --upgrade --all-extras pyproject.toml -c requirements/runtime.lock -o requirements/batch.lock
	$(COMPILE) --upgrade --all-extras --group dev pyproject.toml -c requirements/batch.lock -o requirements/dev.lock
	$(COMPILE) --upgrade --group oracle pyproject.toml -c requirements/dev.lock -o requirements/oracle.lock
	echo uv | $(COMPILE) --upgrade - -o requirements/bootstrap.lock

##@ Containers
secrets: $(READY) ## Make the secrets of the containers that are still missing, in deploy/secrets/
	@$(BIN)/python -m shared.container_secrets deploy/secrets

up: secrets ## Build the image and start PostgreSQL, the migration and the services
	docker compose up --build --detach --wait

down: ## Stop the containers; the data stay in their volume
	docker compose down

##@ Set-up
setup: $(READY) ## Only set up what `make run` needs
setup-dev: .venv/.node ## Only set up what `make test` needs

clean: ## Remove .venv and caches; the data in .doudi/ stay
	rm -rf $(NODE_FOLDERS:%=%/node_modules) .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.doudi/*' -prune -exec rm -rf {} +

help: ## This list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/uv: requirements/bootstrap.lock
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更新版本（含 venv）。"; exit 1; }
	@echo "准备运行环境（首次约需十秒）……"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/bootstrap.lock
	@touch $@

.venv/.runtime: requirements/runtime.lock $(BIN)/uv
	@$(BIN)/uv pip sync -q --python $(BIN)/python --require-hashes --compile-bytecode $<
	@touch $@

.venv/.dev: requirements/dev.lock $(BIN)/uv
	@$(BIN)/uv pip sync -q --python $(BIN)/python --require-hashes --compile-bytecode $<
	@touch $@

# OpenFisca is AGPL-3.0: in an environment of its own, never beside what runs (benchmarks/oracle/README.md).
.venv/oracle/.done: requirements/oracle.lock $(BIN)/uv
	@$(BIN)/uv venv -q --clear --python $(BIN)/python .venv/oracle
	@$(BIN)/uv pip sync -q --python .venv/oracle/bin/python --require-hashes $<
	@touch $@

# Node.js comes as a Python package, so that nothing else is needed; its packages are checked against their hashes.
.venv/.node: .venv/.dev $(NODE_FOLDERS:%=%/package-lock.json)
	@for folder in $(NODE_FOLDERS); do (cd $$folder && $(CURDIR)/$(BIN)/npm ci --silent) || exit 1; done
	@touch $@

.PHONY: run demo seed token backup verify-audit replay test fuzz client soak bench oracle mutate check fix clause migration openapi lock secrets up down setup setup-dev clean help
