package io.higuma.xds.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.higuma.dataplane.MeshView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which Meshes and policies are served. */
class PolicySupportTest {
  private static final Path DEFAULTS = Path.of("src/test/resources/xds/default-policies.yaml");
  private static final YAMLMapper YAML = new YAMLMapper();

  @Test
  void policiesOfANewMeshAreServed() throws IOException {
    List<JsonNode> policies = policies(Files.readString(DEFAULTS));

    assertThat(policies).hasSize(4);
    assertThat(policies)
        .allSatisfy(policy -> assertThat(PolicySupport.problem(plural(policy), policy)).isEmpty());
  }

  /** One value of the default policies at a time. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          connectionTimeout: 5s   | connectionTimeout: 6s   | to has connectionTimeout 6s instead of 5s
          requestTimeout: 15s     | requestTimeout: 1s      | to has http.requestTimeout 1s instead of 15s
          streamIdleTimeout: 30m  | streamIdleTimeout: 0s   | to has http.streamIdleTimeout 0s instead of 30m
          connectionTimeout: 10s  | connectionTimeout: 5s   | rules has connectionTimeout 5s instead of 10s
          idleTimeout: 2h         | idleTimeout: 3h         | rules has idleTimeout 3h instead of 2h
          requestTimeout: 0s      | requestTimeout: 1s      | rules has http.requestTimeout 1s instead of 0s
          maxConnectAttempt: 5    | maxConnectAttempt: 6    | to has tcp.maxConnectAttempt 6 instead of 5
          http: {numRetries: 5    | http: {numRetries: 1    | to has http.numRetries 1 instead of 5
          grpc: {numRetries: 5    | grpc: {numRetries: 1    | to has grpc.numRetries 1 instead of 5
          perTryTimeout: 16s      | perTryTimeout: 1s       | to has http.perTryTimeout 1s instead of 16s
          baseInterval: 25ms      | baseInterval: 20ms      | to has http.backOff.baseInterval 20ms instead of 25ms
          http: {numRetries: 5    | http: {retryOn: [5xx]   | to has http.retryOn ["5xx"], which Higuma lacks
          maxConnections: 1024    | maxConnections: 10      | to has connectionLimits.maxConnections 10 instead of 1024
          maxRetries: 3           | maxRetries: 4           | to has connectionLimits.maxRetries 4 instead of 3
          connectionLimits: {     | outlierDetection: {interval: 5s,   | to has outlierDetection.interval 5s, which Higuma lacks
          """)
  void otherValuesAreNot(String value, String other, String problem) throws IOException {
    String text = Files.readString(DEFAULTS);
    assertThat(text).contains(value);

    List<String> problems =
        policies(replaced(text, value, other)).stream()
            .flatMap(policy -> PolicySupport.problem(plural(policy), policy).stream())
            .toList();

    assertThat(problems).singleElement().asString().endsWith(": " + problem);
  }

  @Test
  void theSameDurationInAnotherFormIsServed() throws IOException {
    String text = Files.readString(DEFAULTS).replace("idleTimeout: 1h", "idleTimeout: 60m0s");

    assertThat(policies(text))
        .allSatisfy(policy -> assertThat(PolicySupport.problem(plural(policy), policy)).isEmpty());
  }

  @Test
  void policyOnlyForGatewaysIsIgnoredWhateverComesFirst() throws IOException {
    JsonNode policy =
        YAML.readTree(
            """
            metadata: {name: mesh-gateways-timeout-all-default}
            spec:
              from: [{default: {idleTimeout: 5m, http: {streamIdleTimeout: 5s, requestHeadersTimeout: 500ms}}}]
              targetRef: {kind: Mesh, proxyTypes: [Gateway]}
              to: [{default: {http: {streamIdleTimeout: 5s}}}]
            """);

    assertThat(PolicySupport.problem("meshtimeouts", policy)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "meshhttproutes",
        "meshtcproutes",
        "meshaccesslogs",
        "meshtraces",
        "meshmetrics",
        "meshproxypatches",
        "meshfaultinjections",
        "meshratelimits",
        "meshhealthchecks",
        "meshloadbalancingstrategies",
        "meshpassthroughs",
        "meshexternalservices",
        "meshmultizoneservices",
        "trafficroutes",
        "timeouts",
        "externalservices",
        "virtualoutbounds"
      })
  void policiesOfOtherKindsAreNot(String plural) throws IOException {
    JsonNode policy = YAML.readTree("{metadata: {name: one}, spec: {}}");

    assertThat(PolicySupport.concerns(plural)).isTrue();
    assertThat(PolicySupport.problem(plural, policy))
        .contains(plural + "/one is a policy that Higuma lacks");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dataplanes",
        "containerpatches",
        "containerpatches/status",
        "meshtrafficpermissions",
        "meshtlses",
        "meshservices",
        "zoneingresses"
      })
  void kindsWithoutEffectOnSidecarsAreIgnored(String plural) throws IOException {
    JsonNode policy = YAML.readTree("{metadata: {name: one}, spec: {}}");

    assertThat(PolicySupport.concerns(plural)).isFalse();
    assertThat(PolicySupport.problem(plural, policy)).isEmpty();
  }

  @Test
  void theRouteThatOldVersionsCreateIsServed() throws IOException {
    JsonNode route = YAML.readTree("{metadata: {name: route-all-default}, spec: {}}");

    assertThat(PolicySupport.problem("trafficroutes", route)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'{mesh: a, metadata: {labels: {kuma.io/mesh: b}}}', a",
    "'{metadata: {labels: {kuma.io/mesh: b}}}', b",
    "'{metadata: {}}', default"
  })
  void aPolicyBelongsToTheMeshOfItsFieldOrLabel(String policy, String mesh) throws IOException {
    assertThat(PolicySupport.meshOf(YAML.readTree(policy))).isEqualTo(mesh);
  }

  @ParameterizedTest
  @CsvSource({
    "'{}', ''",
    "'{mtls: {backends: [{name: ca-1, type: builtin}]}}', ''",
    "'{mtls: {enabledBackend: ca-1}}', 'mTLS is enabled, which Higuma lacks'",
    "'{meshServices: {mode: Everywhere}}', ''",
    "'{meshServices: {mode: Exclusive}}', 'meshServices.mode is Exclusive, which Higuma lacks'",
    "'{metrics: {backends: [{name: p, type: prometheus}]}}', ''",
    "'{metrics: {enabledBackend: p}}', 'metrics.enabledBackend is set, which Higuma lacks'",
    "'{networking: {outbound: {passthrough: true}}}', ''",
    "'{networking: {outbound: {passthrough: false}}}', 'networking.outbound.passthrough is false, which Higuma lacks'",
    "'{constraints: {dataplaneProxy: {requirements: []}}}', ''",
    "'{constraints: {dataplaneProxy: {requirements: [{tags: {a: b}}]}}}', 'constraints.dataplaneProxy is set, which Higuma lacks'",
    "'{constraints: {dataplaneProxy: {restrictions: [{tags: {a: b}}]}}}', 'constraints.dataplaneProxy is set, which Higuma lacks'"
  })
  void aMeshIsServedWithoutWhatHigumaLacks(String spec, String problem) throws IOException {
    MeshView mesh = MeshView.of(YAML.readTree("{metadata: {name: m}, spec: " + spec + "}"));

    assertThat(PolicySupport.problem(mesh, false).orElse("")).isEqualTo(problem);
  }

  @Test
  void noMeshIsServedIfInboundsHaveNoTags() {
    assertThat(PolicySupport.problem(MeshView.plain("m"), true))
        .hasValue(
            "experimental.inboundTagsDisabled is true, and Higuma knows services only by these tags");
  }

  private static String replaced(String text, String value, String other) {
    int at = text.indexOf(value);
    return text.substring(0, at) + other + text.substring(at + value.length());
  }

  private static List<JsonNode> policies(String yaml) throws IOException {
    try (MappingIterator<JsonNode> all = YAML.readerFor(JsonNode.class).readValues(yaml)) {
      return all.readAll();
    }
  }

  private static String plural(JsonNode policy) {
    String kind = policy.path("kind").asText().toLowerCase(Locale.ROOT);
    return kind.endsWith("y") ? kind.substring(0, kind.length() - 1) + "ies" : kind + "s";
  }
}
