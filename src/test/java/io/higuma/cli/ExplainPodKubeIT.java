package io.higuma.cli;

import io.higuma.testing.NeedsPackage;
import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same of what was packaged. */
@NeedsPackage
@QuarkusIntegrationTest
class ExplainPodKubeIT extends ExplainPodKubeTest {}
