# namedrop: `make demo` shows it, `make test` proves it. Both set up what they need.
# Prerequisites: Go, Node with npm, and on Debian apt-get.

GO      ?= go
# One way of building for the binary and its tests: what is compiled once serves both.
export CGO_ENABLED ?= 0
MODULES := feeds index alerts services
PKGS    := $(foreach m,$(MODULES),./$(m)/...)
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
.PHONY: demo run build ui test test-go test-web race lint fmt generate check-generated fuzz e2e bench bench-search accuracy clean setup-browser setup-postgres

## demo: build everything and run the main job on a small invented world
demo: build
	bin/namedrop demo

## run: the program itself, on ./data
run: build
	bin/namedrop serve

## build: bin/namedrop with the interface inside, without cgo
build: ui bin/namedrop

bin/namedrop: FORCE
	$(GO) build -ldflags "-s -w -X github.com/namedrop/namedrop/services/cli.version=$(VERSION)" -o $@ ./services/cmd/namedrop

FORCE:

WEB := services/web

$(WEB)/node_modules/.package-lock.json: $(WEB)/package.json $(WEB)/package-lock.json
	cd $(WEB) && npm ci --no-audit --no-fund
	@touch $@

## ui: the interface, built once per change of its sources
ui: $(WEB)/dist/index.html

$(WEB)/dist/index.html: $(WEB)/node_modules/.package-lock.json $(shell find $(WEB)/src $(WEB)/public $(WEB)/index.html $(WEB)/vite.config.ts -type f 2>/dev/null)
	cd $(WEB) && npm run build
	@touch $@

## test: every test there is
test: build test-go test-web check-generated e2e

test-go: setup-postgres
	$(GO) vet $(PKGS)
	$(GO) test $(PKGS)

test-web: $(WEB)/node_modules/.package-lock.json
	cd $(WEB) && npm test

## race: the Go tests under the race detector (needs a C compiler)
race: setup-postgres
	CGO_ENABLED=1 $(GO) test -race $(PKGS)

## e2e: journeys through a real browser against the real binary
e2e: build setup-browser
	cd $(WEB) && npm run e2e

setup-browser:
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium; }

setup-postgres:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq postgresql; }

## lint: import directions, vet and the usual suspects, with the tools pinned in tools/go.mod
lint:
	@bin=$$(cd tools && GOWORK=off $(GO) tool -n golangci-lint) && for m in $(MODULES); do \
	  echo "lint $$m"; (cd $$m && "$$bin" run --config $(CURDIR)/.golangci.yml ./...) || exit 1; done

fmt:
	gofmt -w $(MODULES)

## generate: the OpenAPI document, the typed client and the references
generate: bin/namedrop
	bin/namedrop openapi > services/api/openapi.json
	cd $(WEB) && npm run generate

## check-generated: what is committed is what would be generated
check-generated: generate
	git diff --exit-code -- services/api/openapi.json $(WEB)/src/api/generated

FUZZTIME ?= 20s
## fuzz: every fuzz target for FUZZTIME
fuzz:
	@set -e; for m in $(MODULES); do cd $(CURDIR)/$$m; \
	  for file in $$(grep -rl --include=*_test.go '^func Fuzz' .); do \
	    for target in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' $$file); do \
	      echo "$$m $$(dirname $$file) $$target"; \
	      $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 5x $$(dirname $$file); \
	    done; done; done

## bench: the figures of docs/performance.md
bench:
	$(GO) test -run '^$$' -bench . -benchtime 1x ./services/bench
	$(GO) test -run '^$$' -bench 'Floor|Exact' -benchmem ./index/detect

PASSAGES ?= 1000000
## bench-search: search over a made archive of PASSAGES, beside SQLite FTS5, told in bin/bench-search.md (a quarter of an hour)
bench-search:
	@mkdir -p bin
	$(GO) run ./services/bench/searchbench/cmd/searchbench -passages $(PASSAGES) -out bin/bench-search.md $(if $(NAMEDROP_TESTDATA),-data $(NAMEDROP_TESTDATA)/detect)

## accuracy: how well names are found, on our own labelled set and on the open ones
accuracy:
	$(GO) test -count 1 -v ./index/indextest | grep -v '^=== '

clean:
	rm -rf bin data $(WEB)/dist/assets $(WEB)/dist/index.html $(WEB)/node_modules
