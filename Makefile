# Jalon. `make demo` shows the product, `make test` checks everything. See README.md.
SHELL := /bin/bash
GOLANGCI := .tools/golangci-lint

.PHONY: demo build test check-a11y bench lint unit screenshots tools clean

build: ## the program, as ./jalon
	go build -o jalon ./cmd/jalon

demo: build ## a throw-away centre to try; prints the address and the accounts
	./jalon demo

test: tools lint unit ## everything: format, vet, linters, both databases, pages, browser

lint: tools
	@scripts/lint.sh

unit: tools
	@scripts/with-postgres.sh scripts/unit.sh

check-a11y: tools ## every page, role, theme and width under axe-core; ROLE=manager for the pages of one role
	@JALON_A11Y=full scripts/with-postgres.sh go test -timeout 90m -run '$(if $(ROLE),BrowserPages/role_$(ROLE)$$,Browser)' ./cmd/jalon

bench: ## speed and memory; figures in docs/performance.md
	@scripts/bench.sh

screenshots: build ## the pictures of the guide, docs/guide/images
	@scripts/screenshots.sh

tools: ## what the tests need, installed on Debian, named elsewhere
	@scripts/tools.sh

clean:
	rm -rf jalon .tools
