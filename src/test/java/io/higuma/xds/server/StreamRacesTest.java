package io.higuma.xds.server;

import static io.higuma.xds.snapshot.ResourceType.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.Settled;
import io.higuma.xds.server.SotwStream.End;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes while a stream is opened. */
class StreamRacesTest {
  private final RunningXdsServer running = new RunningXdsServer();

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void aMeshThatIsNoLongerServedWhenAStreamIsRegisteredEndsIt() {
    running.source.afterSupport(
        () -> {
          running.source.unsupported = Optional.of("mTLS is enabled");
          running.server.meshChanged();
        });

    assertThat(first().ended())
        .isEqualTo(new End(GrpcStatus.FAILED_PRECONDITION, "mTLS is enabled"));
  }

  @Test
  void aStreamIsNotServedIfTheControlPlaneStopsWhileItsTokenIsChecked() {
    running.whileChecking = () -> Settled.of(20, running.server.drain(Duration.ofMillis(100)));

    assertThat(first().ended())
        .isEqualTo(new End(GrpcStatus.UNAVAILABLE, "not ready yet: the control plane stops"));
  }

  private SotwStream first() {
    SotwStream stream = running.stream().token(RunningXdsServer.GOOD).open();
    stream.first("client", CLUSTER);
    return stream;
  }
}
