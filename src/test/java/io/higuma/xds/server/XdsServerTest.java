package io.higuma.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.Settled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The server for sidecars: its paths, and its end. */
class XdsServerTest {
  private static final int TIMEOUT = 20;
  private static final String REQUEST =
      """
      {"mesh": "default", "name": "client.demo", "dataplaneToken": "t", "workdir": "/work"}
      """;
  private final RunningXdsServer running = new RunningXdsServer();

  /** An answer over HTTP. */
  private record Answer(int status, String body, Optional<String> allow) {}

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void aSidecarGetsItsConfigurationOverHttp1() {
    Answer answer = post(REQUEST);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("\"kumaSidecarConfiguration\"");
    assertThat(running.meters.get("higuma_bootstrap_requests").tag("code", "200").counter().count())
        .isEqualTo(1);
  }

  @Test
  void aSidecarWithoutADataplaneGetsAnEmptyBody() {
    assertThat(post(REQUEST.replace("client", "gone")))
        .isEqualTo(new Answer(404, "", Optional.empty()));
  }

  @Test
  void otherMethodsAreNotAllowed() {
    assertThat(answer(HttpMethod.GET, "/bootstrap", ""))
        .isEqualTo(new Answer(405, "only POST is allowed", Optional.of("POST")));
  }

  @Test
  void otherPathsAreNotFound() {
    assertThat(answer(HttpMethod.POST, "/", "{}"))
        .isEqualTo(new Answer(404, "not found; the path is /bootstrap", Optional.empty()));
  }

  @Test
  void aBodyOfMoreThanOneMebibyteIsRefused() {
    assertThat(post("x".repeat(1024 * 1024 + 1)).status()).isEqualTo(413);
  }

  @Test
  void aDrainEndsAllStreamsSpreadOverItsPeriod() throws InterruptedException {
    List<SotwStream> streams = List.of(running.stream("client"), running.stream("web-1"));
    for (SotwStream stream : streams) {
      stream.next();
    }
    long start = System.nanoTime();

    Settled.of(TIMEOUT, running.server.drain(Duration.ofMillis(500)));

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(500), Duration.ofSeconds(10));
    for (SotwStream stream : streams) {
      stream.awaitGoAway();
      assertThat(stream.ended())
          .isEqualTo(new SotwStream.End(GrpcStatus.UNAVAILABLE, "the control plane stops"));
    }
  }

  @Test
  void aDrainWithoutStreamsIsDoneAtOnce() {
    long start = System.nanoTime();

    Settled.of(TIMEOUT, running.server.drain(Duration.ofSeconds(15)));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  private Answer post(String body) {
    return answer(HttpMethod.POST, "/bootstrap", body);
  }

  private Answer answer(HttpMethod method, String path, String body) {
    return Settled.of(
        TIMEOUT,
        running
            .http()
            .request(method, running.server.port(), "localhost", path)
            .map(request -> request.putHeader("accept", "application/json"))
            .compose((HttpClientRequest request) -> request.send(Buffer.buffer(body)))
            .compose(
                response ->
                    response
                        .body()
                        .map(
                            text ->
                                new Answer(
                                    response.statusCode(),
                                    text.toString(),
                                    Optional.ofNullable(response.getHeader("allow"))))));
  }
}
