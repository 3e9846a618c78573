package io.higuma.gui;

import io.higuma.testing.NeedsPackage;
import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same tests with the packaged application. */
@NeedsPackage
@QuarkusIntegrationTest
class PageRequestsKubeIT extends PageRequestsKubeTest {}
