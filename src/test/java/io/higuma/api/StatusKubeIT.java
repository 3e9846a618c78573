package io.higuma.api;

import io.higuma.testing.NeedsPackage;
import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same tests with the packaged application. */
@NeedsPackage
@QuarkusIntegrationTest
class StatusKubeIT extends StatusKubeTest {}
