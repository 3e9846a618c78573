package io.higuma.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.higuma.kuma.AnnotationKey;
import io.higuma.kuma.Annotations;
import io.higuma.kuma.EbpfAnnotations;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** No value of any annotation makes the injector throw or adds to a command line. */
@Label("reliability 8: hostile annotations")
class HostileAnnotationsTest {
  private static final List<String> KEYS =
      Stream.of(Annotations.class, EbpfAnnotations.class)
          .flatMap(holder -> Arrays.stream(holder.getDeclaredFields()))
          .filter(field -> Modifier.isPublic(field.getModifiers()))
          .map(HostileAnnotationsTest::key)
          .toList();

  private static final List<SidecarInjector> INJECTORS =
      List.of(
          Pods.injector(Map.of()),
          Pods.injector(Map.of("KUMA_EXPERIMENTAL_SIDECAR_CONTAINERS", "false")),
          Pods.injector(Map.of("KUMA_RUNTIME_KUBERNETES_INJECTOR_CNI_ENABLED", "true")),
          Pods.injector(Map.of("KUMA_RUNTIME_KUBERNETES_INJECTOR_EBPF_ENABLED", "true")),
          Pods.injector(
              Map.of(
                  "KUMA_RUNTIME_KUBERNETES_INJECTOR_TRANSPARENT_PROXY_CONFIGMAP_NAME",
                  "kuma-transparent-proxy-config")));

  private static String key(java.lang.reflect.Field field) {
    try {
      return field.get(null) instanceof AnnotationKey<?> key
          ? key.name()
          : (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @Provide
  Arbitrary<Tuple2<String, String>> annotation() {
    var nasty =
        Arbitraries.of(
            "",
            " ",
            "'",
            "\"; rm -rf /",
            "a\nb",
            "1,2\n--dry-run",
            "--dry-run",
            "80 --redirect-inbound=false",
            "$(HOSTNAME)",
            "../../etc/passwd",
            "%2e%2e/",
            "-1",
            "65536",
            "99999999999999999999",
            "١٢٣",
            "0x50",
            "1e3",
            "true\u0000",
            "[",
            "{\"a\":",
            "a=b;=c",
            "fd00::/129",
            "::ffff:1.2.3.4/96",
            "*:*:*",
            "tcp:1-0:1",
            "x".repeat(65536));
    var near =
        Arbitraries.strings().withChars("0123456789,:;=-/.*tcpud \n\"'{}[]$()").ofMaxLength(24);
    var any = Arbitraries.strings().ofMaxLength(40);
    return Arbitraries.of(KEYS)
        .flatMap(key -> Arbitraries.oneOf(nasty, near, any).map(value -> Tuple.of(key, value)));
  }

  @Property(tries = 4000)
  void everyValueIsInjectedAsOneArgumentOrRefused(
      @ForAll("annotation") Tuple2<String, String> annotation) throws Exception {
    var pod = Pods.annotated(Map.of(annotation.get1(), annotation.get2()));
    for (var injector : INJECTORS) {
      var decision = injector.decide(PodReader.read(pod), "demo", Pods.CLUSTER);
      if (decision instanceof Decision.Inject inject) {
        var patched = JsonPatch.apply(inject.patch().toJson(), pod);
        containers(patched).forEach(HostileAnnotationsTest::assertSafeArguments);
      } else if (decision instanceof Decision.Reject reject) {
        assertThat(reject.violations()).isNotEmpty();
        assertThat(reject.message()).isNotBlank().hasSizeLessThan(2000);
        assertThat(reject.message().chars()).noneMatch(Character::isISOControl);
      }
    }
  }

  private static List<JsonNode> containers(JsonNode pod) {
    var containers = new ArrayList<JsonNode>();
    for (var list : List.of("/spec/containers", "/spec/initContainers")) {
      StreamSupport.stream(pod.at(list).spliterator(), false)
          .filter(container -> container.path("name").asText().startsWith("kuma-"))
          .forEach(containers::add);
    }
    assertThat(containers).isNotEmpty();
    return containers;
  }

  /** Each argument is a known word or one flag with its value. */
  private static void assertSafeArguments(JsonNode container) {
    for (var argument : container.path("args")) {
      assertThat(argument.asText()).matches("run|--[a-z-]+|--[a-z-]+=[A-Za-z0-9.,:;*/$()_-]+");
    }
    for (var word : container.path("command")) {
      assertThat(word.asText())
          .isIn("/usr/bin/kumactl", "install", "transparent-proxy", "transparent-proxy-validator");
    }
    assertThat(container.path("image").asText()).startsWith("kuma/kuma-");
  }
}
