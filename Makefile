# One command each. `make` alone lists them.
GOLANGCI_LINT_VERSION := v2.15.0
# Outside the checkout, so that a fresh clone does not build it again.
TOOLS := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/offhook-tools
LINT := $(TOOLS)/golangci-lint-$(GOLANGCI_LINT_VERSION)

.PHONY: help build test race lint fmt golden bench fuzz cross soak

help: ## list these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

build: ## build ./offhook
	go build -o offhook .

test: ## what the README calls the tests
	go test ./...

race: ## the tests under the race detector
	go test -race -short ./...

lint: $(LINT) ## gofmt, go vet and the linters
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); echo 'run: make fmt'; exit 1; }
	go vet ./...
	$(LINT) run ./...

$(LINT):
	mkdir -p $(TOOLS)
	GOBIN=$(TOOLS) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT_VERSION)
	mv $(TOOLS)/golangci-lint $(LINT)

fmt: ## format the code
	gofmt -w $$(git ls-files '*.go')

golden: ## write the golden files anew; read the diff before you commit it
	go test ./ui/tui/... ./ui/cli/... ./model/... -update

bench: ## the benchmarks of docs/benchmarks.md
	go test -run '^$$' -bench . -benchtime 1s ./model/... ./receiver/... ./ui/...

fuzz: ## every fuzz target for a few seconds
	.ci/fuzz 20000x

cross: ## build for every supported system
	.ci/cross

soak: ## 100,000 generated chats, rebuilt and compared with what truly happened
	OFFHOOK_SOAK=100000 go test ./model/simulate -run '^TestTruth$$' -count 1 -timeout 60m
