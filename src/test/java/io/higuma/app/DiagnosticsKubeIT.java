package io.higuma.app;

import io.higuma.testing.NeedsPackage;
import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same tests for the packaged application. */
@NeedsPackage
@QuarkusIntegrationTest
class DiagnosticsKubeIT extends DiagnosticsKubeTest {}
