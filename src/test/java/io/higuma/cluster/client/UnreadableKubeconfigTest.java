package io.higuma.cluster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.higuma.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages about kubeconfigs that cannot be parsed. */
class UnreadableKubeconfigTest {
  private static final String FLOW_STYLE = "{apiVersion: v1, clusters: [], users: []}";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"clusters: [", FLOW_STYLE, "\tclusters: 1"})
  void nameTheFileAndWhatIsExpected(String text) throws IOException {
    var file = kubeconfig(text);

    assertThatExceptionOfType(UnreadableKubeconfigException.class)
        .isThrownBy(() -> ClusterClients.connection(null, file))
        .withMessageStartingWith("kubeconfig: '" + file + "' cannot be parsed: ")
        .withMessageEndingWith("; expected YAML in block style, or JSON")
        .withMessageMatching("[^\n]*");
  }

  @Test
  void areErrorsOfTheCommandWithoutAStackTrace() throws IOException {
    var file = kubeconfig(FLOW_STYLE);

    var run = CommandRun.of("kubectl", "get", "--kubeconfig", file.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: kubeconfig: '" + file + "'").hasLineCount(1);
  }

  private Path kubeconfig(String text) throws IOException {
    return Files.writeString(folder.resolve("kubeconfig"), text);
  }
}
