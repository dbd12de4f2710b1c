# Everything that is done with this repository. `make` lists the targets.
# Nothing but Go is needed, and a C compiler for the race detector
# (without one: make test RACE=).

GO        ?= go
# The race detector looks at our code and not into SQLite, which is C translated to
# Go and the better part of the time under it. Only that one package is left out: others
# hold copies of generic code, of sync.Map's for one, and of all copies the linker
# keeps one; if that is an unwatched one, races are reported where there are none.
RACE      ?= -race -gcflags=modernc.org/sqlite/lib=-race=false
TESTFLAGS ?=
# What is compiled does not depend on where the clone lies: one build cache serves all of them.
SHARED    := -trimpath
FUZZTIME  ?= 10s
BIN       := bin/quanjiuye
FERRET    := store/mongostore/ferrettest
FAULTS    := faults
BROWSER   := browser

# Tools run at exactly these versions and leave go.mod alone.
GOLANGCI  := $(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
GOVULN    := $(GO) run golang.org/x/vuln/cmd/govulncheck@v1.9.0

# What a command is run with, so that it finds a MongoDB: the one that
# MONGO_TEST_URI names, or a FerretDB that lives as long as the command.
ifdef MONGO_TEST_URI
WITH_MONGO :=
else
WITH_MONGO := $(GO) -C $(FERRET) run . --
endif

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

.PHONY: run
run: ## start the server with everything embedded (http://127.0.0.1:8080)
	$(GO) run ./cmd/quanjiuye

.PHONY: build
build: ## make bin/quanjiuye, a static binary
	CGO_ENABLED=0 $(GO) build -trimpath -o $(BIN) ./cmd/quanjiuye

.PHONY: test
test: ## vet and test everything, the MongoDB store over its wire protocol too
	$(GO) vet ./...
	$(GO) -C $(FERRET) vet ./...
	$(GO) -C $(FERRET) test $(SHARED) $(TESTFLAGS) ./...
	$(WITH_MONGO) $(GO) -C "$(CURDIR)" test $(SHARED) -vet=off -ldflags=-w $(RACE) $(TESTFLAGS) ./...

# Scenarios mostly wait, so many run at once. To look for races as well, which takes the
# processor of a bigger machine: make faults FAULTS_BUILD=-race
.PHONY: faults
faults: ## break engines and processes under the service, and look what is left (minutes)
	FAULTS_BUILD="$(FAULTS_BUILD)" $(GO) -C $(FAULTS) test $(SHARED) -count=1 -v -parallel 16 -timeout 20m $(TESTFLAGS) .
	$(GO) test $(SHARED) -count=1 -v -run TestPushThroughFaults ./cmd/quanjiuye

.PHONY: browser
browser: ## use the dashboard in Chromium (apt install chromium fonts-noto-cjk)
	$(GO) -C $(BROWSER) test -count=1 -v -timeout 10m $(TESTFLAGS) .

.PHONY: screenshots
screenshots: ## draw docs/screenshots anew
	$(GO) -C $(BROWSER) test -count=1 -run TestEveryPage . -update

.PHONY: mutants
mutants: ## take parts of the counting protocol out, and look whether its tests miss them
	$(GO) -C $(FAULTS) test $(SHARED) -count=1 -v $(TESTFLAGS) ./mutants

.PHONY: lint
lint: ## formatting, module files, linters
	@test -z "$$(gofmt -l .)" || { echo "not formatted (gofmt -w):"; gofmt -l .; exit 1; }
	$(GO) mod tidy -diff
	$(GO) -C $(FERRET) mod tidy -diff
	$(GO) -C $(FAULTS) mod tidy -diff
	$(GO) -C $(FAULTS) vet ./...
	$(GO) -C $(BROWSER) mod tidy -diff
	$(GO) -C $(BROWSER) vet ./...
	$(GOLANGCI) run ./...
	cd $(FERRET) && $(GOLANGCI) run -c "$(CURDIR)/.golangci.yml" ./...
	cd $(FAULTS) && $(GOLANGCI) run -c "$(CURDIR)/.golangci.yml" ./...
	cd $(BROWSER) && $(GOLANGCI) run -c "$(CURDIR)/.golangci.yml" ./...

.PHONY: tools
tools: ## fetch and build the linter
	$(GOLANGCI) version

.PHONY: vuln
vuln: ## known vulnerabilities in what we call (asks the Go vulnerability database)
	$(GOVULN) ./...

.PHONY: cover
cover: ## test coverage, in bin/cover.out and in one figure
	@mkdir -p bin
	$(WITH_MONGO) $(GO) -C "$(CURDIR)" test -coverpkg=./... -coverprofile=bin/cover.out $(TESTFLAGS) ./...
	$(GO) tool cover -func=bin/cover.out | tail -n 1

.PHONY: bench
bench: ## all benchmarks
	$(WITH_MONGO) $(GO) -C "$(CURDIR)" test -run '^$$' -bench . -benchmem ./...

.PHONY: fuzz
fuzz: ## every fuzz target for FUZZTIME
	@grep -rHoE '^func Fuzz[A-Za-z0-9_]+' --include='*_test.go' . | sed 's/:func / /' | while read -r file target; do \
		echo "$$file $$target"; \
		$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "$$(dirname "$$file")" || exit 1; \
	done

# The packages whose tests know -update.
GOLDEN := $(GO) test $$(grep -rlE 'flag\.Bool\("update"' --include='*_test.go' . | xargs -n1 dirname | sort -u)

.PHONY: golden
golden: ## rewrite golden files and the README's table; read the diff before committing it
	$(GOLDEN) -update

.PHONY: docs
docs: ## rewrite the README's table of settings
	$(GO) test ./config -run README -update

.PHONY: image
image: ## container image quanjiuye:latest
	docker build -t quanjiuye:latest .

.PHONY: clean
clean: ## remove what was built
	rm -rf bin
