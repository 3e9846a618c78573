package io.higuma.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server survives any request body and rejects invalid ones. */
@DisplayName("reliability 1: body edges")
class BodyEdgesTest extends SharedWebhookFixture {
  private static final int LIMIT = 7 * 1024 * 1024;
  private static final Duration WAIT = Duration.ofMinutes(1);

  /** After every test: a valid request succeeds, and no memory is reserved for previous bodies. */
  @AfterEach
  void stillWorks() throws Exception {
    Awaitility.await().atMost(WAIT).until(() -> webhook.inFlight() == 0);
    var answer = webhook.answer(RunningWebhook.review("demo", RunningWebhook.pod("good")));
    assertThat(answer.path("allowed").asBoolean()).isTrue();
    assertThat(answer.path("patchType").asText()).isEqualTo("JSONPatch");
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
        bad("", 400, "", "the body is empty"),
        bad("null", 400, "", "not an AdmissionReview"),
        bad("{}", 400, "", "not an AdmissionReview"),
        bad("[]", 400, "", "not an AdmissionReview"),
        bad("\"text\"", 400, "", "not an AdmissionReview"),
        bad("12", 400, "", "not an AdmissionReview"),
        bad("not json", 400, "", "not valid JSON"),
        bad("{\"apiVersion\":", 400, "", "not valid JSON"),
        bad(review(""), 400, "", "has no request"),
        bad(review("'request':null"), 400, "", "has no request"),
        bad(review("'request':[]"), 400, "", "has no request"),
        bad(review("'request':{}"), 400, "", "has no uid"),
        bad(review("'request':{'uid':'u1'}"), 200, "u1", "has no object"),
        bad(review("'request':{'uid':'u1','object':null}"), 200, "u1", "has no object"),
        bad(review("'request':{'uid':'u1','object':[]}"), 200, "u1", "not an object"),
        bad(review("'request':{'uid':'u1','object':'text'}"), 200, "u1", "not an object"),
        bad(
            review("'request':{'object':{'metadata':{'labels':{'a':1}}},'uid':'u1'}"),
            200,
            "u1",
            "'labels.a' is not a string"),
        bad(
            review("'request':{'uid':'u1','object':{'spec':{'containers':{}}}}"),
            200,
            "u1",
            "'containers' is not a list"),
        bad(
            review(
                "'request':{'object':{'spec':{}},'kind':{'group':'apps','kind':'Deployment'},"
                    + "'uid':'u1'}"),
            200,
            "u1",
            "about a Deployment.apps, not about a Pod"),
        bad(
            review("'request':{'uid':'u1','object':{'kind':'Deployment'}}"),
            200,
            "u1",
            "'kind' is 'Deployment', not 'Pod'"),
        bad(
            "{'kind':'Pod','apiVersion':'v1','request':{'uid':'u1','object':{}}}",
            200,
            "u1",
            "its kind is 'Pod'"),
        bad(
            "{'kind':'AdmissionReview','apiVersion':'admission.k8s.io/v2','request':{'uid':'u1'}}",
            200,
            "u1",
            "'admission.k8s.io/v2' is not known"),
        bad(review("'request':{'uid':'u1','uid':'u2'}"), 400, "u1", "Duplicate"),
        bad(
            review("'request':{'uid':'u1','object':{'spec':{},'spec':{}}}"),
            400,
            "u1",
            "Duplicate"),
        bad(
            review("'request':{'uid':'u1','object':{}}") + "{}",
            200,
            "u1",
            "data after the AdmissionReview"),
        bad(review("'request':{'uid':'u1','object':{}}") + "]", 400, "u1", "not valid JSON"));
  }

  @ParameterizedTest(name = "{index}: {3}")
  @MethodSource("bodies")
  void saysWhatIsWrongAndRepeatsTheUid(String body, int status, String uid, String problem)
      throws Exception {
    var response = webhook.inject(body);
    assertThat(response.statusCode()).isEqualTo(status);
    var answer = RunningWebhook.JSON.readTree(response.body());
    assertThat(answer.path("kind").asText()).isEqualTo("AdmissionReview");
    assertThat(answer.at("/response/allowed")).isEqualTo(RunningWebhook.JSON.readTree("false"));
    assertThat(answer.at("/response/uid").asText()).isEqualTo(uid);
    assertThat(answer.at("/response/status/code").asInt()).isEqualTo(400);
    assertThat(answer.at("/response/status/message").asText()).contains(problem);
  }

  @Test
  void readsByteOrderMark() throws Exception {
    var body = "\uFEFF" + RunningWebhook.review("demo", RunningWebhook.pod("bom"));
    assertThat(webhook.inject(body).body()).contains("\"allowed\":true");
  }

  @Test
  void refusesInvalidUtf8() throws Exception {
    var body = RunningWebhook.review("demo", RunningWebhook.pod("broken-name")).toString();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    bytes[body.indexOf("broken-name")] = (byte) 0xff;
    var response = webhook.post(AdmissionServer.INJECT_PATH, bytes);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("UTF-8").contains("\"uid\":\"uid-of-this-call\"");
  }

  @Test
  void refusesWrongContentType() throws Exception {
    for (var type :
        new String[] {"text/plain", "application/x-www-form-urlencoded", "application"}) {
      var request =
          webhook.to(AdmissionServer.INJECT_PATH).header("Content-Type", type).POST(good()).build();
      assertThat(webhook.client().send(request, BodyHandlers.ofString()).statusCode())
          .isEqualTo(415);
    }
    var none = webhook.to(AdmissionServer.INJECT_PATH).POST(good()).build();
    assertThat(webhook.client().send(none, BodyHandlers.ofString()).statusCode()).isEqualTo(415);
  }

  @Test
  void readsContentTypeWithCharset() throws Exception {
    var request =
        webhook
            .to(AdmissionServer.INJECT_PATH)
            .header("Content-Type", "Application/JSON; charset=utf-8")
            .POST(good())
            .build();
    assertThat(webhook.client().send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesOtherMethods() throws Exception {
    for (var method : new String[] {"GET", "PUT", "DELETE", "HEAD"}) {
      var request =
          webhook.to(AdmissionServer.INJECT_PATH).method(method, BodyPublishers.noBody()).build();
      var response = webhook.client().send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(405);
      assertThat(response.headers().firstValue("Allow")).contains("POST");
    }
  }

  @Test
  void knowsNoOtherPath() throws Exception {
    for (var path : new String[] {"/", "/inject", "/inject-sidecar/", "/metrics"}) {
      assertThat(webhook.post(path, new byte[] {'{', '}'}).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void readsBodyOfExactlyTheLimit() throws Exception {
    var review = RunningWebhook.review("demo", RunningWebhook.pod("large")).toString();
    var body = review + " ".repeat(LIMIT - review.length());
    assertThat(webhook.inject(body).body()).contains("\"allowed\":true");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusesBodyBeyondTheLimit(boolean lengthIsAnnounced) throws Exception {
    byte[] body = new byte[LIMIT + 1];
    var publisher =
        lengthIsAnnounced
            ? BodyPublishers.ofByteArray(body)
            : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    var request =
        webhook
            .to(AdmissionServer.INJECT_PATH)
            .header("Content-Type", "application/json")
            .POST(publisher)
            .build();
    assertThat(webhook.client().send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP_1_1", "HTTP_2"})
  void cutsOffEndlessBody(HttpClient.Version version) {
    var sent = new AtomicLong();
    var request =
        webhook
            .to(AdmissionServer.INJECT_PATH)
            .version(version)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofInputStream(() -> endless(sent)))
            .build();
    var call = webhook.client().sendAsync(request, BodyHandlers.ofString());
    // Either the response is read in time or the connection is closed; sending never continues.
    Awaitility.await().atMost(WAIT).until(call::isDone);
    if (!call.isCompletedExceptionally()) {
      assertThat(call.join().statusCode()).isEqualTo(413);
    }
    var before = new AtomicLong(-1);
    Awaitility.await().atMost(WAIT).until(() -> before.getAndSet(sent.get()) == sent.get());
    assertThat(sent.get()).isGreaterThan(LIMIT);
  }

  private static InputStream endless(AtomicLong sent) {
    return new InputStream() {
      @Override
      public int read() {
        return '[';
      }

      @Override
      public int read(byte[] bytes, int from, int length) {
        Arrays.fill(bytes, from, from + length, (byte) '[');
        sent.addAndGet(length);
        return length;
      }
    };
  }

  private static HttpRequest.BodyPublisher good() {
    return BodyPublishers.ofString(
        RunningWebhook.review("demo", RunningWebhook.pod("good")).toString());
  }

  private static String review(String member) {
    return "{'kind':'AdmissionReview','apiVersion':'admission.k8s.io/v1'"
        + (member.isEmpty() ? "" : "," + member)
        + "}";
  }

  private static Arguments bad(String body, int status, String uid, String problem) {
    return Arguments.of(body.replace('\'', '"'), status, uid, problem);
  }
}
