package io.higuma.xds.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyIdentityTest {
  @Test
  void isTheIdOfItsNode() {
    var identity = new ProxyIdentity("default", "web-1", "demo");

    assertThat(identity.node()).isEqualTo("default.web-1.demo");
    assertThat(ProxyIdentity.ofNode("default.web-1.demo")).contains(identity);
    assertThat(ProxyIdentity.of("default", "web-1.demo")).contains(identity);
  }

  @Test
  void namesOfPodsMayHaveDots() {
    assertThat(ProxyIdentity.ofNode("default.web.v1.demo"))
        .contains(new ProxyIdentity("default", "web.v1", "demo"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "default", "default.web", ".web.demo", "default..demo", "default.web."})
  void otherIdsAreNone(String id) {
    assertThat(ProxyIdentity.ofNode(id)).isEmpty();
  }

  @Test
  void isNoneWithoutAMesh() {
    assertThat(ProxyIdentity.of("", "web-1.demo")).isEmpty();
  }
}
