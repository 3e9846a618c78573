package io.higuma.xds.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The protocol of a service whose endpoints have these. */
class ServiceProtocolTest {
  @ParameterizedTest
  @CsvSource({
    "http,       http",
    "http http,  http",
    "http tcp,   tcp",
    "http http2, tcp",
    "http grpc,  tcp",
    "grpc,       grpc",
    "grpc http2, http2",
    "http2 grpc, http2",
    "grpc http2 tcp, tcp",
    "tcp,        tcp",
    "kafka,      kafka",
    "kafka kafka, kafka",
    "kafka http, tcp"
  })
  void isTheOneThatAllUnderstand(String protocols, String common) {
    List<ServiceEndpoint> endpoints =
        Stream.of(protocols.split(" ", -1)).map(this::endpoint).toList();

    assertThat(ServiceProtocol.of(endpoints)).isEqualTo(common);
  }

  @Test
  void withoutEndpointsItIsTcp() {
    assertThat(ServiceProtocol.of(List.of())).isEqualTo("tcp");
  }

  @Test
  void requestsAreRoutedForHttpOnly() {
    assertThat(Stream.of("http", "http2", "grpc")).allMatch(ServiceProtocol::isHttp);
    assertThat(Stream.of("tcp", "kafka", "")).noneMatch(ServiceProtocol::isHttp);
    assertThat(Stream.of("http2", "grpc")).allMatch(ServiceProtocol::isHttp2);
    assertThat(Stream.of("http", "tcp")).noneMatch(ServiceProtocol::isHttp2);
  }

  private ServiceEndpoint endpoint(String protocol) {
    return new ServiceEndpoint("web.demo", "10.0.0.1", 80, protocol, "", "", true);
  }
}
