package io.higuma.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.higuma.kuma.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any redirect ConfigMap is read, or its problems are reported. */
class RedirectConfigFuzzTest {

  static Stream<byte[]> seeds() {
    return Stream.of(
            new KumaCluster().redirectConfig("kuma-transparent-proxy-config").orElseThrow(),
            "redirect: {inbound: {excludePorts: [0x50, 443]}, dns: {enabled: yes}}",
            "x: &a {port: 15_010}\nredirect:\n  inbound: {<<: *a}\n",
            "redirect:\n  outbound:\n    excludePortsForUIDs: 'tcp:80:1'\n",
            "a: *b",
            "\tredirect: 1")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "15s")
  void anyTextIsReadOrReported(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    List<Violation> violations = new ArrayList<>();

    var config = RedirectConfig.read(text, violations);

    assertThat(config.tree()).isNotNull();
    assertThat(violations).allSatisfy(violation -> assertThat(violation.message()).isNotBlank());
  }
}
