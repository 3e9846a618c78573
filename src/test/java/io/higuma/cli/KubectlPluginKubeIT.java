package io.higuma.cli;

import io.higuma.testing.NeedsPackage;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.io.IOException;

/** The same for the package, which is started by a link with the name of the plugin. */
@NeedsPackage
@QuarkusIntegrationTest
class KubectlPluginKubeIT extends KubectlPluginKubeTest {
  @Override
  KubectlPlugin plugin() throws IOException {
    return new KubectlPlugin(controlPlane, folder, LinkedProgram.in(folder));
  }
}
