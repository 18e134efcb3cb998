# Everything needs Go, make and git; the tests also need Chromium, which `make test` installs on
# Debian and Ubuntu. Nothing is downloaded but Go modules and Debian packages.

GO      ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
DATA    ?= ./data
LISTEN  ?= localhost:8080
WASM    := GOOS=js GOARCH=wasm
MODFILE := -modfile=bin/build/go.wasm.mod
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

# What runs in a browser too.
BROWSER := ./app/... ./shared/...

.PHONY: help run build test shots lint bench clean tools chromium web
.DEFAULT_GOAL := help

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-8s %s\n", $$1, $$2 }'

run: build ## build everything and serve on http://localhost:8080, with the data in ./data
	bin/confab serve --listen $(LISTEN) --data $(DATA)

build: web ## build bin/confab, the whole product in one file
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags="-s -w -X main.version=$(VERSION)" -o bin/confab ./server

# The program for the browser. It finds out by itself what is up to date.
web: tools
	@$(GO) run ./web/build

# Without the cache of results: Go does not see that the browser tests depend on bin/confab.
test: build chromium ## run every test
	$(GO) test -count=1 -p 2 -timeout 10m ./...

shots: build chromium ## take the end-to-end stories' pictures, in bin/shots
	$(GO) test -count=1 ./server/e2e

# staticcheck judges both targets together: what one of them uses is not unused.
lint: tools ## check formatting and look for mistakes, for both targets
	@out=$$(gofmt -l app server shared web 2>/dev/null); \
	  if [ -n "$$out" ]; then echo "gofmt would change these files; run: gofmt -w app server shared web"; echo "$$out"; exit 1; fi
	@$(GO) run ./web/build -prepare
	$(GO) vet ./...
	$(WASM) $(GO) vet $(MODFILE) $(BROWSER)
	@mkdir -p bin && GOBIN=$(CURDIR)/bin $(GO) install $(STATICCHECK)
	bin/staticcheck -f binary ./... > bin/build/server.lint
	$(WASM) bin/staticcheck -f binary $(BROWSER) > bin/build/browser.lint
	bin/staticcheck -merge bin/build/server.lint bin/build/browser.lint

bench: build chromium ## run the standard benchmarks and write server/bench/RESULTS.md
	$(GO) run ./server/bench/standard --out server/bench/RESULTS.md $(if $(IMPORT),--import $(IMPORT))

clean: ## remove what a build leaves behind; the data stays
	rm -rf bin web/dist/app.wasm.* web/dist/packed web/dist/ui.css web/dist/wasm_exec.js

# ---------- What is needed ----------

tools:
	@command -v $(GO) >/dev/null || { echo "Go is missing. Install Go 1.26 or newer from https://go.dev/dl/ and start again."; exit 1; }
	@command -v git >/dev/null || { echo "git is missing. On Debian and Ubuntu: apt-get install git"; exit 1; }
	@minor=$$($(GO) env GOVERSION | sed -n 's/^go1\.\([0-9]*\).*/\1/p'); \
	  if [ "$${minor:-99}" -lt 26 ]; then echo "$$($(GO) env GOVERSION) is too old: Confab needs Go 1.26 or newer, see https://go.dev/dl/"; exit 1; fi

chromium:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit 0; done; \
	  command -v apt-get >/dev/null || { echo "Chromium is missing; the browser tests need it. Install it and start again."; exit 1; }; \
	  if [ "$$(id -u)" = 0 ]; then sudo=; elif command -v sudo >/dev/null; then sudo=sudo; \
	  else echo "Chromium is missing; the browser tests need it. As root: apt-get install chromium"; exit 1; fi; \
	  echo "Installing Chromium for the browser tests"; \
	  export DEBIAN_FRONTEND=noninteractive; \
	  $$sudo apt-get update -q && $$sudo apt-get install -q -y --no-install-recommends chromium fonts-dejavu-core
