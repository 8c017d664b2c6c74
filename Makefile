# Thin: each target is one script that can be read, and run, by itself.
PORT ?= 8000
export PORT

.PHONY: help run test test-quick bench drills lint docs messages

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile

run: ## installs what is missing, builds the worked example, starts web and worker (PORT, HOST, DATA_DIR)
	@bin/setup
	@.venv/bin/python manage.py serve

test: ## all tests: SQLite with the browser, then the data layer on PostgreSQL and the tasks on Redis
	@bin/setup dev
	@bin/system-packages
	@.venv/bin/python -m tests.run

test-quick: ## the tests that need no browser, no second server and no waiting
	@bin/setup dev
	@.venv/bin/python -m tests.run --quick

bench: ## how fast and how good the engines are
	@bin/setup dev
	@bin/bench

drills: ## people vote while one part after the other fails: SQLite, then PostgreSQL with Redis
	@bin/setup dev
	@.venv/bin/python -m tests.benchmarks.drills
	@.venv/bin/python -m tests.benchmarks.drills --postgresql

lint: ## ruff, mypy, migrations, catalogue, deployment check, links of the documents
	@bin/setup dev
	@bin/lint

docs: ## the documents as a site with search, in build/site
	@bin/setup dev
	@bin/docs
	@echo "Look at it: python3 -m http.server -d build/site 8001"

messages: ## gathers the texts into the Chinese catalogue and compiles it
	@bin/setup dev
	@bin/messages
