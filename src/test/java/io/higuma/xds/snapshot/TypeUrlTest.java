package io.higuma.xds.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TypeUrlTest {
  static Stream<Message> messages() {
    return Stream.of(
        Cluster.getDefaultInstance(),
        ClusterLoadAssignment.getDefaultInstance(),
        Listener.getDefaultInstance(),
        Router.getDefaultInstance(),
        HttpConnectionManager.getDefaultInstance(),
        TcpProxy.getDefaultInstance(),
        HttpProtocolOptions.getDefaultInstance());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void namesTheMessageAsItsDescriptorDoes(Message message) {
    assertThat(XdsResource.pack(message).getTypeUrl())
        .isEqualTo("type.googleapis.com/" + message.getDescriptorForType().getFullName());
  }
}
