package io.higuma.xds.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.tls.SelfSigned;
import io.higuma.xds.server.BootstrapHandler.Answer;
import io.higuma.xds.snapshot.ProxyIdentity;
import io.higuma.xds.snapshot.Sidecar;
import io.higuma.xds.snapshot.TestMesh;
import io.higuma.xds.snapshot.Topology;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to {@code POST /bootstrap}, by what the sidecar does with them. */
class BootstrapHandlerTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String AUTHORITY =
      SelfSigned.create(List.of("cp"), Clock.systemUTC()).trustAnchorPem();
  private final Topology topology = new Topology(TestMesh.OPTIONS);
  private final ShopSource source = new ShopSource(topology);
  private final ObjectNode request =
      JSON.createObjectNode()
          .put("mesh", "default")
          .put("name", "web-1.demo")
          .put("proxyType", "dataplane")
          .put("dataplaneToken", "secret-token")
          .put("dataplaneTokenPath", "/var/run/token")
          .put("workdir", "/work");

  BootstrapHandlerTest() {
    topology.dataplane(
        new ProxyIdentity("default", "web-1", "demo"),
        Sidecar.at("10.0.0.2").serving("web_demo_svc_80", 8080, "http").networking());
  }

  @Test
  void aConfigurationIsWrappedForClientsThatAcceptJson() throws JsonProcessingException {
    Answer answer = answer();

    JsonNode body = JSON.readTree(answer.body());
    assertThat(answer).extracting(Answer::status, Answer::type).containsExactly(200, Answer.JSON);
    assertThat(body.path("kumaSidecarConfiguration"))
        .hasToString(
            "{\"networking\":{\"address\":\"10.0.0.2\",\"corefileTemplate\":null},"
                + "\"metrics\":{\"aggregate\":[]}}");
    assertThat(document(answer).at("/node/id").asText()).isEqualTo("default.web-1.demo");
  }

  @Test
  void otherClientsGetTheBareConfiguration() throws JsonProcessingException {
    Answer bare = handler("").answer("cp", false, request.toString().getBytes(UTF_8));

    assertThat(bare.status()).isEqualTo(200);
    assertThat(JSON.readTree(bare.body())).isEqualTo(document(answer()));
  }

  @Test
  void theTokenIsNotRepeated() {
    Answer bare = handler("").answer("cp", false, request.toString().getBytes(UTF_8));

    assertThat(bare.body()).contains("/var/run/token").doesNotContain("secret-token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"other.demo", "web-1.other"})
  void withoutADataplaneItIsRepeated(String name) {
    request.put("name", name);

    assertThat(answer()).isEqualTo(new Answer(404, "application/json", ""));
  }

  @Test
  void withoutAMeshItIsRepeated() {
    request.put("mesh", "other");

    assertThat(answer()).isEqualTo(new Answer(404, "application/json", ""));
  }

  @Test
  void beforeTheControlPlaneIsReadyItIsRepeated() {
    source.missing = "the caches are not synced";

    assertThat(answer()).isEqualTo(error(503, "not ready yet: the caches are not synced"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "1"})
  void aBodyMustBeAnObject(String body) {
    assertThat(handler("").answer("cp", true, body.getBytes(UTF_8)))
        .isEqualTo(error(400, "the body must be a JSON object"));
  }

  @Test
  void aBodyMustBeJson() {
    assertThat(handler("").answer("cp", true, "{\"mesh\": }".getBytes(UTF_8)))
        .extracting(Answer::status, Answer::type)
        .containsExactly(400, "text/plain");
  }

  @ParameterizedTest
  @CsvSource({"ingress", "egress"})
  void zoneProxiesAreNotServed(String type) {
    request.put("proxyType", type);

    assertThat(answer()).isEqualTo(error(400, "proxies of type " + type + " are not served"));
  }

  @Test
  void aProxyWithoutATypeIsASidecar() {
    request.remove("proxyType");

    assertThat(answer().status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"mesh, ''", "name, ''", "name, web-1"})
  void theProxyMustBeNamed(String field, String value) {
    request.put(field, value);

    assertThat(answer())
        .isEqualTo(error(400, "mesh and name are required; name is <pod>.<namespace>"));
  }

  @Test
  void aTokenIsRequired() {
    request.remove(List.of("dataplaneToken", "dataplaneTokenPath"));

    assertThat(answer()).isEqualTo(error(422, "a token of the Pod's service account is required"));
  }

  @Test
  void theFileOfATokenIsEnough() {
    request.remove("dataplaneToken");

    assertThat(answer().status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no PEM", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----"})
  void authoritiesMustBeCertificates(String caCert) {
    request.put("caCert", caCert);

    assertThat(answer()).isEqualTo(error(400, "caCert has no certificate of an authority in PEM"));
  }

  @Test
  void authoritiesOfTheRequestReplaceThoseOfTheControlPlane() throws JsonProcessingException {
    String roots =
        "/dynamicResources/adsConfig/grpcServices/0/googleGrpc/channelCredentials"
            + "/sslCredentials/rootCerts/inlineBytes";
    assertThat(decoded(document(answer()).at(roots))).isEqualTo("own authorities");

    request.put("caCert", AUTHORITY);

    assertThat(decoded(document(answer()).at(roots))).isEqualTo(AUTHORITY);
  }

  @Test
  void theHostMustBeInTheCertificate() {
    assertThat(handler("").answer("other", true, request.toString().getBytes(UTF_8)))
        .isEqualTo(error(400, "the control plane's certificate is not valid for the host other"));
  }

  @Test
  void theHostOfTheSettingsReplacesThatOfTheRequest() throws JsonProcessingException {
    Answer answer = handler("cp").answer("other", true, request.toString().getBytes(UTF_8));

    assertThat(
            document(answer)
                .at("/dynamicResources/adsConfig/grpcServices/0/googleGrpc/targetUri")
                .asText())
        .isEqualTo("cp:5678");
  }

  @Test
  void aMeshThatIsNotServedIsRefused() {
    source.unsupported = Optional.of("mTLS is enabled");

    assertThat(answer()).isEqualTo(error(400, "mTLS is enabled"));
  }

  @Test
  void withoutADnsPortTheMetadataHasNone() throws JsonProcessingException {
    assertThat(document(answer()).at("/node/metadata").has("dataplane.dns.port")).isFalse();
    request.put("dnsPort", 15054);
    assertThat(document(answer()).at("/node/metadata/dataplane.dns.port").asText())
        .isEqualTo("15054");
  }

  private static Answer error(int status, String text) {
    return new Answer(status, "text/plain", text);
  }

  private Answer answer() {
    return handler("").answer("cp", true, request.toString().getBytes(UTF_8));
  }

  private BootstrapHandler handler(String xdsHost) {
    return new BootstrapHandler(
        source::missing,
        source,
        new BootstrapOptions(
            xdsHost, 5678, 4_194_304, 9901, true, () -> "own authorities", "cp"::equals));
  }

  private static JsonNode document(Answer answer) throws JsonProcessingException {
    return JSON.readTree(decoded(JSON.readTree(answer.body()).path("bootstrap")));
  }

  private static String decoded(JsonNode base64) {
    return new String(Base64.getDecoder().decode(base64.asText()), UTF_8);
  }
}
