package io.higuma.cli;

import io.higuma.testing.NeedsPackage;
import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same for the package. */
@NeedsPackage
@QuarkusIntegrationTest
class ExplainPodKubeIT extends ExplainPodKubeTest {}
