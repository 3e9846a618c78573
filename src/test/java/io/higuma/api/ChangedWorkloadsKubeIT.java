package io.higuma.api;

import io.higuma.testing.NeedsPackage;
import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same of what was packaged. */
@NeedsPackage
@QuarkusIntegrationTest
class ChangedWorkloadsKubeIT extends ChangedWorkloadsKubeTest {}
