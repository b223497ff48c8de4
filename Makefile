.PHONY: run test check bench bench-micro lab lab-down keys screenshots screenshots-lab film pins format help

run: ## make the environment and open the app on what this machine has
	@.ci/environment run
	@.venv/bin/coreos-tui $(ARGS)

test: ## install what the tests need and run everything, the lab included
	@.ci/test

check: ## the inner loop: format, lint, types, contracts, quick tests
	@.ci/environment dev
	@.ci/check

bench: ## measure against lazydocker: a private engine, one table, benchmarks/RESULTS.md
	@.ci/environment dev
	@.ci/packages gcc libc6-dev
	@.venv/bin/python -m benchmarks $(ARGS)

bench-micro: ## time parts of the program alone
	@.ci/environment dev
	@.venv/bin/python -m pytest -q -p pytest_benchmark.plugin benchmarks/micro $(ARGS)

format: ## put the code into its format
	@.ci/environment dev
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format --quiet .

lab: ## bring up three real machines with engines and containers
	@lab/up

lab-down: ## remove every trace of them
	@lab/down

keys: ## write docs/keys.md from the commands
	@.ci/environment dev
	@.venv/bin/python docs/make_keys.py

screenshots: ## take the pictures of the app over the demo; alike each time
	@.ci/environment dev
	@.venv/bin/python -m screenshots.make $(ARGS)

screenshots-lab: ## take pictures of the app over the lab
	@.ci/environment dev
	@.venv/bin/python -m screenshots.lab $(ARGS)

film: ## record the demo by screenshots/origin.script, and make the GIF of it
	@.ci/environment dev
	@screenshots/film

pins: ## renew the hashed pins
	@.ci/environment dev
	@.ci/lock

help: ## say what there is to make
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/' | expand -t 18
