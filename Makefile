# namedrop: `make demo` shows it, `make test` tests it. Both install what they need.
# Prerequisites: make, Go, Node with npm, and on Debian apt-get (as root, or with sudo).

export GO ?= go
# The binary and its tests are built with the same flags, so that they share the build cache.
export CGO_ENABLED ?= 0
MODULES := feeds index alerts services
# The acceptance tests take longest and often wait: they start first, and the others run beside them.
PKGS    := ./services/e2e $(foreach m,$(MODULES),./$(m)/...)
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
# Several targets write the same files.
.NOTPARALLEL:
.PHONY: demo run build ui test test-go test-web slow race lint lint-web fmt generate check-generated fuzz e2e bench bench-search accuracy release picture clean setup-go setup-node setup-browser setup-postgres setup-speech

## demo: build everything and run it on a small invented world
demo: build
	bin/namedrop demo

## run: serve, on ./data
run: build
	bin/namedrop serve

## build: bin/namedrop with the interface inside, without cgo
build: ui bin/namedrop

# The version is set below. Reading more from git fails in another user's checkout.
bin/namedrop: setup-go FORCE
	$(GO) build -buildvcs=false -ldflags "-s -w -X github.com/namedrop/namedrop/services/cli.version=$(VERSION)" -o $@ ./services/cmd/namedrop

FORCE:

WEB := services/web

$(WEB)/node_modules/.package-lock.json: $(WEB)/package.json $(WEB)/package-lock.json | setup-node
	cd $(WEB) && npm ci --include=dev --no-audit --no-fund
	@touch $@

## ui: the web interface, built when its sources have changed
ui: $(WEB)/dist/index.html

$(WEB)/dist/index.html: $(WEB)/node_modules/.package-lock.json $(shell find $(WEB)/src $(WEB)/public $(WEB)/index.html $(WEB)/vite.config.ts -type f 2>/dev/null)
	cd $(WEB) && npm run build
	@touch $@

## test: all tests except the slow ones
test: export NAMEDROP_BINARY := $(CURDIR)/bin/namedrop
test: setup-go setup-node setup-postgres setup-speech setup-browser build test-go test-web check-generated e2e

# Many tests wait for servers, so more of them run at once than there are processors.
test-go: setup-go setup-postgres
	$(GO) test -p 3 -parallel 6 -timeout 40m $(PKGS) # with the checks of vet that find mistakes in tests; `make lint` runs all of them
	cd tools && GOWORK=off $(GO) test ./release

test-web: $(WEB)/node_modules/.package-lock.json
	cd $(WEB) && npm test

# The packages that have tests which do more where NAMEDROP_SLOW is set.
SLOW := $(sort $(shell grep -rl --include=*_test.go NAMEDROP_SLOW $(MODULES) | sed 's|^|./|; s|/[^/]*$$||'))
## slow: the tests that take minutes (many kills, large sets); the results go into docs/slow.md
slow: setup-go setup-postgres
	@tools/slow.sh $(SLOW)

## race: the Go tests under the race detector (needs a C compiler)
race: setup-go setup-postgres
	CGO_ENABLED=1 $(GO) test -race -timeout 60m $(PKGS)

## e2e: journeys through a real browser against the real binary
e2e: build setup-browser
	cd $(WEB) && CHROMIUM="$$($(CURDIR)/tools/setup.sh browser)" npm run e2e

## picture: docs/desk.png, the picture of the desk in the README; the journeys check that it is true
picture: export NAMEDROP_BINARY := $(CURDIR)/bin/namedrop
picture: build setup-browser
	cd $(WEB) && PICTURE=write CHROMIUM="$$($(CURDIR)/tools/setup.sh browser)" node --test ../e2e/journeys/picture.test.mjs

setup-go:
	@tools/setup.sh go

setup-node:
	@tools/setup.sh node

setup-browser:
	@tools/setup.sh chromium

setup-speech:
	@tools/setup.sh speech

setup-postgres:
	@tools/setup.sh postgres

## lint: golangci-lint, pinned in tools/go.mod, the lint of the web interface, and whether it builds for Windows
lint: lint-web
	@bin=$$(cd tools && GOWORK=off $(GO) tool -n golangci-lint) && for m in $(MODULES); do \
	  echo "lint $$m"; (cd $$m && "$$bin" run --config $(CURDIR)/.golangci.yml ./...) || exit 1; done
	@echo "build windows/amd64"; GOOS=windows GOARCH=amd64 $(GO) build -trimpath -buildvcs=false -o /dev/null ./services/cmd/namedrop

lint-web: $(WEB)/node_modules/.package-lock.json
	cd $(WEB) && npm run lint

fmt:
	gofmt -w $(MODULES)

## generate: the OpenAPI document, the typed client and the references
generate: bin/namedrop
	bin/namedrop openapi > services/api/openapi.json
	cd $(WEB) && npm run generate

GENERATED := services/api/openapi.json $(WEB)/src/api/generated
## check-generated: the committed files equal newly generated ones; compared without git, which may be missing
check-generated: bin/namedrop $(WEB)/node_modules/.package-lock.json
	@rm -rf bin/generated && mkdir -p bin/generated && cp -R $(GENERATED) bin/generated
	@$(MAKE) generate
	@for f in $(GENERATED); do diff -r "bin/generated/$$(basename $$f)" $$f || { echo "namedrop: $$f was out of date and has been generated again" >&2; exit 1; }; done
	@rm -rf bin/generated

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
	$(GO) test -run '^$$' -bench Crowd -benchtime 1x ./services/correlator/attribute
	$(GO) test -run '^$$' -bench 'Floor|Exact' -benchmem ./index/detect

PASSAGES ?= 1000000
## bench-search: search over a generated archive of PASSAGES, beside SQLite FTS5, into bin/bench-search.md (a quarter of an hour)
bench-search:
	@mkdir -p bin
	$(GO) run ./services/bench/searchbench/cmd/searchbench -passages $(PASSAGES) -out bin/bench-search.md $(if $(NAMEDROP_TESTDATA),-data $(NAMEDROP_TESTDATA)/detect)

## accuracy: precision and recall of detection, and of matching answers to mentions, on our own labelled sets and on the open ones
accuracy:
	NAMEDROP_SLOW=1 $(GO) test -count 1 -v -run LeftOut ./index/detect/train | grep -v '^=== '
	$(GO) test -count 1 -v ./index/indextest | grep -v '^=== '
	$(GO) test -count 1 -v -run 'TestGolden|TestOpenSample' ./services/correlator/attribute | grep -v '^=== '

PLATFORMS ?= linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64
CYCLONEDX := github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0
RELEASE   := bin/release
## release: archives of the binary for PLATFORMS with checksums and an SBOM each, into bin/release
release: ui setup-go
	@rm -rf $(RELEASE) && mkdir -p $(RELEASE)/build
	@cd tools && GOWORK=off $(GO) build -o ../$(RELEASE)/build/pack ./release
	@set -e; built=; for p in $(PLATFORMS); do \
	  echo "build $$p"; binary=$(RELEASE)/build/$$(echo $$p | tr / _)/namedrop; built="$$built $$p=$$binary"; \
	  GOOS=$${p%/*} GOARCH=$${p#*/} $(GO) build -trimpath -buildvcs=false -ldflags "-s -w -X github.com/namedrop/namedrop/services/cli.version=$(VERSION)" -o $$binary ./services/cmd/namedrop; \
	  GOWORK=off $(GO) run $(CYCLONEDX) bin -json -version $(VERSION) -output $(RELEASE)/namedrop_$(VERSION:v%=%)_$$(echo $$p | tr / _).cdx.json $$binary; \
	done; \
	$(RELEASE)/build/pack -version $(VERSION) -out $(RELEASE) -with LICENSE,README.md,CHANGELOG.md $$built
	@rm -rf $(RELEASE)/build; ls -l $(RELEASE)

clean:
	rm -rf bin data $(WEB)/dist/assets $(WEB)/dist/index.html $(WEB)/node_modules
