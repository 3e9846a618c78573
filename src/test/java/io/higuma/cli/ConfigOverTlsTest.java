package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.HttpsServer;
import io.higuma.testing.Settled;
import io.higuma.tls.SelfSigned;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which certificates of a control plane the commands of the config API trust. */
class ConfigOverTlsTest {
  private final Vertx vertx = Vertx.vertx();
  @TempDir private Path folder;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    var certificate = SelfSigned.create(List.of("localhost"), Clock.systemUTC());
    Files.writeString(folder.resolve("ca.crt"), certificate.trustAnchorPem());
    server =
        HttpsServer.listen(
            vertx,
            certificate,
            request ->
                request
                    .response()
                    .end(
                        "{\"path\": \"\", \"value\": {\"a\": 1}, \"origins\": {\"a\": {\"from\": \"default\"}}}"));
  }

  @AfterEach
  void stop() {
    Settled.of(20, vertx.close());
  }

  private CommandRun get(String... options) {
    var arguments =
        new ArrayList<>(
            List.of("config", "get", "--url", "https://localhost:" + server.actualPort()));
    arguments.addAll(List.of(options));
    return CommandRun.in(folder, Map.of("HIGUMA_TOKEN", "none"), "", arguments);
  }

  @Test
  void theAuthorityOfTheFileIsTrusted() {
    var run = get("--ca-file", "ca.crt");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("a  1  default\n");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void anUnknownAuthorityIsNotTrusted() {
    var run = get();

    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("there is no answer from https://localhost:" + server.actualPort())
        .contains("unable to find valid certification path");
    assertThat(run.exitCode()).isEqualTo(Exit.REFUSED);
  }

  @Test
  void aPortWithoutAServerIsNamed() {
    Settled.of(20, server.close());

    assertThat(get().err())
        .matches(
            "error: there is no answer from https://localhost:\\d+: Connection refused: \\S+\n");
  }

  @Test
  void aFileWithoutCertificatesIsNamed() throws IOException {
    Files.writeString(folder.resolve("other.crt"), "no certificate");

    var run = get("--ca-file", "other.crt");

    assertThat(run.err()).contains("other.crt: cannot be read as certificates");
    assertThat(run.exitCode()).isEqualTo(Exit.REFUSED);
  }
}
