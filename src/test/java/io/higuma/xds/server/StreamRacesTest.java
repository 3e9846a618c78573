package io.higuma.xds.server;

import static io.higuma.xds.snapshot.ResourceType.CLUSTER;
import static io.higuma.xds.snapshot.ResourceType.ENDPOINT;
import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.Settled;
import io.higuma.xds.server.SotwStream.End;
import io.higuma.xds.snapshot.Sidecar;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes while a stream is opened, and the end of its Dataplane. */
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

  @Test
  void aStreamEndsSomeSecondsAfterItsDataplane() throws InterruptedException {
    SotwStream stream = first();
    stream.next();

    running.shop.mesh.without("client");
    running.changed();

    assertThat(stream.ended())
        .isEqualTo(new End(GrpcStatus.NOT_FOUND, "there is no Dataplane client.demo"));
  }

  @Test
  void aStreamStaysIfItsDataplaneIsCreatedAgainAtOnce() throws InterruptedException {
    SotwStream again = first();
    again.ack(again.next());
    SotwStream other = running.stream("web-1");
    other.next();

    running.shop.mesh.without("client").without("web-1");
    running.changed();
    running.shop.mesh.pod("client", Sidecar.at("10.0.0.1").withoutService("client_demo_svc"));
    running.changed();

    assertThat(other.ended().status()).isEqualTo(GrpcStatus.NOT_FOUND);
    assertThat(again.isOpen()).isTrue();
    again.subscribe(ENDPOINT, ShopMesh.SERVICES);
    assertThat(again.next().getTypeUrl()).isEqualTo(ENDPOINT.typeUrl());
  }

  private SotwStream first() {
    SotwStream stream = running.stream().token(RunningXdsServer.GOOD).open();
    stream.first("client", CLUSTER);
    return stream;
  }
}
