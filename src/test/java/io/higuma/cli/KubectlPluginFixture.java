package io.higuma.cli;

import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.TestedControlPlane;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The plugin of kubectl, with a folder for its kubeconfig, for each test. */
abstract class KubectlPluginFixture {
  TestedControlPlane controlPlane;
  @TempDir Path folder;
  KubectlPlugin plugin;

  @BeforeEach
  void startPlugin() throws IOException {
    plugin = plugin();
  }

  /** The plugin in this process; another for the package. */
  KubectlPlugin plugin() throws IOException {
    return new KubectlPlugin(controlPlane, folder);
  }

  @AfterEach
  void removeIt() {
    plugin.close();
  }

  LocalKubeApi kube() {
    return controlPlane.kube();
  }
}
