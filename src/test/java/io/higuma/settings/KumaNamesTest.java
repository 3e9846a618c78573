package io.higuma.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares names and defaults with a list of Kuma's that was not generated from this code. */
class KumaNamesTest {
  /** Defaults that differ from Kuma's on purpose. */
  private static final Map<String, String> OUR_DEFAULTS =
      Map.of(
          "environment", "kubernetes",
          "store.type", "kubernetes",
          "dpServer.authn.dpProxy.type", "serviceAccountToken",
          "runtime.kubernetes.clientConfig.qps", "0",
          "runtime.kubernetes.clientConfig.burstQps", "0");

  /** Settings that Kuma does not have. */
  private static final Set<String> ONLY_OURS =
      Set.of("KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_CLIENT_CA_FILE");

  /** Settings that must be set together. */
  private static final Map<String, String> COMPANIONS =
      Map.of(
          "KUMA_GENERAL_TLS_CERT_FILE", "KUMA_GENERAL_TLS_KEY_FILE",
          "KUMA_GENERAL_TLS_KEY_FILE", "KUMA_GENERAL_TLS_CERT_FILE",
          "KUMA_DP_SERVER_TLS_CERT_FILE", "KUMA_DP_SERVER_TLS_KEY_FILE",
          "KUMA_DP_SERVER_TLS_KEY_FILE", "KUMA_DP_SERVER_TLS_CERT_FILE",
          "KUMA_API_SERVER_HTTPS_TLS_CERT_FILE", "KUMA_API_SERVER_HTTPS_TLS_KEY_FILE",
          "KUMA_API_SERVER_HTTPS_TLS_KEY_FILE", "KUMA_API_SERVER_HTTPS_TLS_CERT_FILE",
          "KUMA_API_SERVER_HTTPS_REQUIRE_CLIENT_CERT", "KUMA_API_SERVER_HTTPS_TLS_CA_FILE",
          "KUMA_DIAGNOSTICS_TLS_CERT_FILE", "KUMA_DIAGNOSTICS_TLS_KEY_FILE",
          "KUMA_DIAGNOSTICS_TLS_KEY_FILE", "KUMA_DIAGNOSTICS_TLS_CERT_FILE",
          "KUMA_RUNTIME_KUBERNETES_NODE_TAINT_CONTROLLER_ENABLED",
              "KUMA_RUNTIME_KUBERNETES_NODE_TAINT_CONTROLLER_CNI_APP");

  record Name(String path, String env, String type, String defaultText) {
    @Override
    public String toString() {
      return env;
    }

    /** A value that is not the default, as text and as JSON. */
    Map.Entry<String, String> sample() {
      return switch (type) {
        case "bool" -> same(defaultText.equals("true") ? "false" : "true");
        case "int", "int32", "int64", "uint32" -> same("4321");
        case "duration" -> Map.entry("11s", "\"11s\"");
        case "quantity" -> Map.entry("30000m", "\"30\"");
        case "[]uint32" -> Map.entry("80,443", "[80,443]");
        case "[]string" -> texts();
        case "map[string]string" -> Map.entry("a:b,c:d", "{\"a\":\"b\",\"c\":\"d\"}");
        default -> quoted(text());
      };
    }

    private Map.Entry<String, String> texts() {
      if (path.endsWith("IPs")) {
        return Map.entry("10.0.0.1,10.1.0.0/16", "[\"10.0.0.1\",\"10.1.0.0/16\"]");
      }
      return path.endsWith("tlsCipherSuites")
          ? Map.entry("TLS_AES_128_GCM_SHA256", "[\"TLS_AES_128_GCM_SHA256\"]")
          : Map.entry("one, two,", "[\"one\",\"two\"]");
    }

    private String text() {
      return switch (path) {
        case "environment" -> "universal";
        case "mode" -> "global";
        case "store.type" -> "postgres";
        case "dnsServer.CIDR" -> "127.1.0.0/16";
        case "dpServer.authn.dpProxy.type" -> "none";
        default -> {
          if (path.endsWith("ersion")) {
            yield "TLSv1_3";
          }
          yield path.endsWith("ipFamilyMode") ? "ipv4" : path.endsWith("Path") ? "/else" : "other";
        }
      };
    }

    private static Map.Entry<String, String> same(String text) {
      return Map.entry(text, text);
    }

    private static Map.Entry<String, String> quoted(String text) {
      return Map.entry(text, "\"" + text + "\"");
    }
  }

  static List<Name> names() throws IOException {
    try (InputStream list = KumaNamesTest.class.getResourceAsStream("/settings/kuma-2.14.3.tsv")) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .map(cells -> new Name(cells[0], cells[1], cells[2], cells[3]))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void isSetByItsEnvironmentVariable(Name name) {
    Map<String, String> env = new HashMap<>(roomForBigRequests(name));
    env.put(name.env(), name.sample().getKey());
    String companion = COMPANIONS.get(name.env());
    if (companion != null) {
      env.put(companion, "other");
    }

    LoadedSettings.Valid loaded = valid(SettingsSources.none().withEnv(env));

    assertThat(SettingsJson.at(loaded.settings(), name.path()).orElseThrow())
        .hasToString(name.sample().getValue());
    assertThat(loaded.origins().get(Catalogue.byPath(name.path()).orElseThrow().path()))
        .isEqualTo(new Origin(Origin.Layer.ENV, name.env()));
  }

  @ParameterizedTest
  @MethodSource("names")
  void isSetByItsKeyInTheFile(Name name) throws IOException {
    JsonNode value =
        new com.fasterxml.jackson.databind.ObjectMapper().readTree(name.sample().getValue());
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    ObjectNode section = tree;
    String[] keys = name.path().split("\\.", -1);
    for (int i = 0; i < keys.length - 1; i++) {
      section = section.putObject(keys[i]);
    }
    section.set(keys[keys.length - 1], value);
    Map<String, String> env = new HashMap<>(roomForBigRequests(name));
    String companion = COMPANIONS.get(name.env());
    if (companion != null) {
      env.put(companion, "other");
    }

    LoadedSettings.Valid loaded =
        valid(SettingsSources.none().withFile("kuma-cp.conf.yaml", tree.toString()).withEnv(env));

    JsonNode now = SettingsJson.at(loaded.settings(), name.path()).orElseThrow();
    if (name.type().startsWith("map")) {
      value.properties().forEach(e -> assertThat(now.get(e.getKey())).isEqualTo(e.getValue()));
    } else {
      assertThat(now).hasToString(value.toString());
    }
    assertThat(loaded.warnings()).noneMatch(warning -> warning.startsWith("unknown"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void hasKumasDefaultExceptForKnownDifferences(Name name) {
    String text = OUR_DEFAULTS.getOrDefault(name.path(), name.defaultText());

    LoadedSettings.Valid loaded =
        valid(SettingsSources.none().withSet(List.of(name.path() + "=" + text)));

    assertThat(loaded.settings()).isEqualTo(Settings.defaults());
  }

  @Test
  void listsEverySettingThatWeHave() throws IOException {
    Set<String> known = names().stream().map(Name::env).collect(Collectors.toSet());
    known.addAll(ONLY_OURS);

    assertThat(Catalogue.leaves())
        .extracting(SettingLeaf::env)
        .containsExactlyInAnyOrderElementsOf(known);
  }

  /** A request must not be above its limit, so a high request needs no limit. */
  private static Map<String, String> roomForBigRequests(Name name) {
    Map<String, String> env = new HashMap<>();
    if (name.type().equals("quantity")) {
      String section = name.env().replaceAll("_(REQUESTS|LIMITS)_(CPU|MEMORY)$", "");
      env.put(section + "_REQUESTS_CPU", "0");
      env.put(section + "_REQUESTS_MEMORY", "0");
      env.put(section + "_LIMITS_CPU", "0");
      env.put(section + "_LIMITS_MEMORY", "0");
      env.remove(name.env());
    } else if (name.path().endsWith("renewDeadline")) {
      env.put("KUMA_RUNTIME_KUBERNETES_LEADER_ELECTION_LEASE_DURATION", "1m");
    }
    return env;
  }

  private static LoadedSettings.Valid valid(SettingsSources sources) {
    return switch (SettingsLoader.load(sources)) {
      case LoadedSettings.Valid valid -> valid;
      case LoadedSettings.Invalid invalid -> throw new AssertionError(invalid.violations());
    };
  }
}
