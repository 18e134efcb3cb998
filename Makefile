# Everything needs Go, make and git; the tests also need a browser and the servers that Confab works
# with, see NEEDS, which `make test` installs on Debian and Ubuntu. Nothing is downloaded but Go
# modules, Debian packages and, for the tests, axe-core.

GO      ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
DATA    ?= ./data
LISTEN  ?= localhost:8080
WASM    := GOOS=js GOARCH=wasm
MODFILE := -modfile=bin/build/go.wasm.mod
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK := golang.org/x/vuln/cmd/govulncheck@v1.9.0
VULNDB  ?= https://vuln.go.dev
PEBBLE  := github.com/letsencrypt/pebble/v2/cmd
PEBBLE_VERSION := v2.10.3
MAILPIT_VERSION := v1.33.1
VERSITYGW := github.com/versity/versitygw/cmd/versitygw
VERSITYGW_VERSION := v1.8.0
AXE_VERSION := 4.14.1
AXE_SHA256 := e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745
AXE := bin/tools/axe-core-$(AXE_VERSION)/axe.min.js

# What runs in a browser too.
BROWSER := ./app/... ./shared/...

# Tests that want the machine for themselves.
ALONE := ./server/e2e/attack

# What tests run, as command[,command that does as well...]:package. Mounting a file system needs no
# command for root.
NEEDS := chromium,chromium-browser,google-chrome:chromium redis-server:redis-server initdb:postgresql nginx:nginx npm:npm
ifneq ($(shell id -u),0)
NEEDS += fusermount3:fuse3
endif

.PHONY: help run build test unit race soak shots lint vuln bench clean tools packages web
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

# Where there is room for it, tests write to memory instead of the disk: they make hundreds of databases,
# and waiting for the disk to confirm each write was a third of all processor time. What programs write is
# the same, and being killed is survived or not as on a disk; the tests of power cuts bring their own disk.
# 8 GB free there means a machine with 16 and more. It is of no use where no program may be started from it.
MEMORY := $(shell ! grep -q ' /dev/shm [^ ]* [^ ]*noexec' /proc/mounts 2>/dev/null && \
  [ "$$(df -k --output=avail /dev/shm 2>/dev/null | tail -1)" -gt 8000000 ] 2>/dev/null && echo TMPDIR=/dev/shm)

# Without the cache of results: Go does not see that the browser tests depend on bin/confab. The
# stories of attacks compare times, so they come first and have the machine for themselves.
test: build packages ## run every test
	$(GO) test -count=1 -timeout 15m $(ALONE)
	$(MEMORY) $(GO) test -count=1 -p 2 -timeout 40m $$($(GO) list ./... | grep -v '$(ALONE:.%=%)$$')

# The packages of which some test can do without what NEEDS names, without what bin/tools has and without
# what a build makes. Of those, tests in files that import what starts servers, browsers and disks are left out,
# and those that look at what was built. With -short properties are tested with fewer examples.
UNIT := ./app/... ./shared/... ./server/...
NO_UNIT := /server/(e2e|bench|migrate|store/postgres|proof/(power|service))
BUILT := TestTheProgramIsWithinItsBudget|TestAHundredUnreadAnswersTakeNoMemory
STARTED := confab/server/proof/(chrome|instance|power|service)"

unit: tools ## run the tests that need nothing built and nothing installed, for while you work
	@started=$$(grep -rlE '$(STARTED)' --include=*_test.go app shared server | grep -vE '^$(NO_UNIT:/%=%)' \
	  | xargs sed -n 's/^func \(Test[A-Za-z0-9_]*\)(t .*/\1/p' | sort -u | paste -sd'|' -); \
	$(MEMORY) $(GO) test -short -skip "^($$started|$(BUILT))$$" $$($(GO) list $(UNIT) | grep -vE '$(NO_UNIT)')

# Its detector needs C. Tests of the whole product and benchmarks go by time, which it stretches, and
# package web has no goroutines.
race: NEEDS += gcc:build-essential
race: build packages ## run the tests of single packages under the race detector
	CGO_ENABLED=1 $(GO) test -race -count=1 -p 2 -timeout 30m $$($(GO) list ./app/... ./server/... ./shared/... | grep -v '/server/e2e\|/server/bench\|/server/proof')

# One package after another, and said as it happens: it is hours of faults.
soak: build packages ## run the tests of faults in their long doses, for hours
	CONFAB_SOAK=1 $(GO) test -count=1 -p 1 -v -timeout 3h ./server/e2e/...

shots: build packages ## take the end-to-end stories' pictures, in bin/shots
	$(GO) test -count=1 ./server/e2e

# staticcheck judges both targets together: what one of them uses is not unused.
# It cannot be given another go.mod, so a workspace has it see the browser's copy of go-app.
lint: tools ## check formatting and look for mistakes, for both targets
	@out=$$(gofmt -l app server shared web 2>/dev/null); \
	  if [ -n "$$out" ]; then echo "gofmt would change these files; run: gofmt -w app server shared web"; echo "$$out"; exit 1; fi
	@$(GO) run ./web/build -prepare
	$(GO) vet ./...
	$(WASM) $(GO) vet $(MODFILE) $(BROWSER)
	@mkdir -p bin && GOBIN=$(CURDIR)/bin $(GO) install $(STATICCHECK)
	bin/staticcheck -f binary ./... > bin/build/server.lint
	@printf 'go 1.26.0\n\nuse ../..\n\nreplace github.com/maxence-charriere/go-app/v10 => ./go-app\n' > bin/build/go.work
	$(WASM) GOWORK=$(CURDIR)/bin/build/go.work bin/staticcheck -f binary $(BROWSER) > bin/build/browser.lint
	bin/staticcheck -merge bin/build/server.lint bin/build/browser.lint

# Of the modules that are built in, and of Go itself. What is not known cannot fail: where the database
# cannot be reached, nothing is checked, and that is said.
vuln: tools ## look for known vulnerabilities, and for modules that were changed on the disk
	@$(GO) mod verify
	@mkdir -p bin/build && GOBIN=$(CURDIR)/bin $(GO) install $(GOVULNCHECK)
	@bin/govulncheck -db $(VULNDB) ./... > bin/build/vuln.log 2>&1 && status=0 || status=$$?; \
	  if [ $$status != 0 ] && grep -q '^govulncheck: fetching vulnerabilities' bin/build/vuln.log; then \
	    echo "Not checked for known vulnerabilities: $(VULNDB) cannot be reached."; exit 0; fi; \
	  cat bin/build/vuln.log; exit $$status

bench: build packages ## run the standard benchmarks and write server/bench/RESULTS.md
	$(GO) run ./server/bench/standard --out server/bench/RESULTS.md $(if $(IMPORT),--import $(IMPORT)) $(if $(LARGE),--large)

clean: ## remove what a build leaves behind; the data stays
	rm -rf bin web/dist/app.wasm.* web/dist/packed web/dist/ui.css web/dist/wasm_exec.js

# ---------- What is needed ----------

tools:
	@command -v $(GO) >/dev/null || { echo "Go is missing. Install Go 1.26 or newer from https://go.dev/dl/ and start again."; exit 1; }
	@command -v git >/dev/null || { echo "git is missing. On Debian and Ubuntu: apt-get install git"; exit 1; }
	@minor=$$($(GO) env GOVERSION | sed -n 's/^go1\.\([0-9]*\).*/\1/p'); \
	  if [ "$${minor:-99}" -lt 26 ]; then echo "$$($(GO) env GOVERSION) is too old: Confab needs Go 1.26 or newer, see https://go.dev/dl/"; exit 1; fi

# Besides packages, what only tests need: a certificate authority, servers of mail and of S3, and a checker of pages.
packages: bin/tools/pebble-$(PEBBLE_VERSION) bin/tools/mailpit-$(MAILPIT_VERSION) bin/tools/versitygw-$(VERSITYGW_VERSION)
	@PATH="$$PATH:/usr/sbin:$$(echo /usr/lib/postgresql/*/bin | tr ' ' ':')"; missing=; \
	  for need in $(NEEDS); do \
	    found=; for name in $$(echo $${need%:*} | tr ',' ' '); do if command -v $$name >/dev/null; then found=1; fi; done; \
	    if [ -z "$$found" ]; then missing="$$missing $${need#*:}"; fi; \
	  done; \
	  if [ -z "$$missing" ]; then exit 0; fi; \
	  command -v apt-get >/dev/null || { echo "The tests need what is missing here:$$missing. Install it and start again."; exit 1; }; \
	  if [ "$$(id -u)" = 0 ]; then sudo=; elif command -v sudo >/dev/null; then sudo=sudo; \
	  else echo "The tests need what is missing here. As root: apt-get install$$missing"; exit 1; fi; \
	  echo "Installing for the tests:$$missing"; \
	  export DEBIAN_FRONTEND=noninteractive; \
	  $$sudo apt-get update -q && $$sudo apt-get install -q -y --no-install-recommends $$missing fonts-dejavu-core
	@$(MAKE) --no-print-directory $(AXE)

# They have their own lists of modules, which are none of ours.
bin/tools/pebble-$(PEBBLE_VERSION):
	@mkdir -p bin/tools
	GOBIN=$(CURDIR)/bin/tools $(GO) install $(PEBBLE)/pebble@$(PEBBLE_VERSION) $(PEBBLE)/pebble-challtestsrv@$(PEBBLE_VERSION)
	@touch $@

bin/tools/mailpit-$(MAILPIT_VERSION):
	@mkdir -p bin/tools
	GOBIN=$(CURDIR)/bin/tools $(GO) install github.com/axllent/mailpit@$(MAILPIT_VERSION)
	@touch $@

bin/tools/versitygw-$(VERSITYGW_VERSION):
	@mkdir -p bin/tools
	GOBIN=$(CURDIR)/bin/tools $(GO) install $(VERSITYGW)@$(VERSITYGW_VERSION)
	@touch $@

# A single file of a package, which is what it was when it was chosen.
$(AXE):
	@mkdir -p $(@D)
	cd $(@D) && npm pack --silent axe-core@$(AXE_VERSION) >/dev/null && \
	  echo "$(AXE_SHA256)  axe-core-$(AXE_VERSION).tgz" | sha256sum --check --quiet && \
	  tar -xzf axe-core-$(AXE_VERSION).tgz --strip-components=1 package/axe.min.js && rm axe-core-$(AXE_VERSION).tgz
