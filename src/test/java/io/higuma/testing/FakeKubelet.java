package io.higuma.testing;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.higuma.tls.SelfSigned;
import io.higuma.tls.ServingCertificate;
import io.higuma.tls.ServingKeyManager;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetSocket;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A kubelet that only forwards ports: the API server connects to it for Pods of its Node. All ports
 * of all Pods are one port of this machine.
 */
public final class FakeKubelet implements AutoCloseable {
  private static final String NODE = "with-forwarded-ports";

  /** Channels of the protocol v4.channel.k8s.io for the first port. */
  private static final int DATA = 0;

  private static final int ERROR = 1;

  private final ServingCertificate certificate =
      SelfSigned.create(List.of("127.0.0.1"), Clock.systemUTC());
  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger connections = new AtomicInteger();
  private final KubeApi kube;
  private final int target;
  private final HttpServer server;

  /**
   * Listens, and registers its Node.
   *
   * @param target the port of this machine
   */
  public FakeKubelet(KubeApi kube, int target) {
    this.kube = kube;
    this.target = target;
    var options =
        new HttpServerOptions()
            .setSsl(true)
            .setWebSocketSubProtocols(List.of("v4.channel.k8s.io"))
            .setKeyCertOptions(
                KeyCertOptions.wrap(new ServingKeyManager(() -> Optional.of(certificate))));
    server =
        Settled.of(
            20,
            vertx.createHttpServer(options).webSocketHandler(this::forward).listen(0, "127.0.0.1"));
    var node = kube.client().resource(resource()).create();
    node.setStatus(resource().getStatus());
    kube.client().resource(node).updateStatus();
  }

  private Node resource() {
    return new NodeBuilder()
        .withNewMetadata()
        .withName(NODE)
        .endMetadata()
        .withNewStatus()
        .addNewAddress("127.0.0.1", "InternalIP")
        .withNewDaemonEndpoints()
        .withNewKubeletEndpoint(server.actualPort())
        .endDaemonEndpoints()
        .endStatus()
        .build();
  }

  /** The name of its Node. */
  public String node() {
    return NODE;
  }

  /** Number of forwarded connections so far. */
  public int connections() {
    return connections.get();
  }

  private void forward(ServerWebSocket socket) {
    connections.incrementAndGet();
    socket.pause();
    vertx
        .createNetClient()
        .connect(target, "127.0.0.1")
        .onSuccess(connection -> join(socket, connection))
        .onFailure(_ -> socket.close());
  }

  private static void join(ServerWebSocket socket, NetSocket connection) {
    for (int channel : List.of(DATA, ERROR)) {
      // The first message of each channel is the port.
      socket.writeBinaryMessage(
          Buffer.buffer().appendByte((byte) channel).appendShortLE((short) 0));
    }
    connection.handler(
        data ->
            socket.writeBinaryMessage(Buffer.buffer().appendByte((byte) DATA).appendBuffer(data)));
    connection.closeHandler(_ -> socket.close());
    socket.binaryMessageHandler(
        message -> {
          if (message.length() > 1 && message.getByte(0) == DATA) {
            connection.write(message.slice(1, message.length()));
          }
        });
    socket.closeHandler(_ -> connection.close());
    socket.resume();
  }

  @Override
  public void close() {
    kube.client().nodes().withName(NODE).delete();
    Settled.of(20, vertx.close());
  }
}
