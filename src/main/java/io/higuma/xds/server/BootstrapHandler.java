package io.higuma.xds.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.dataplane.ProxyNetworking;
import io.higuma.tls.TrustBundle;
import io.higuma.xds.snapshot.ProxyIdentity;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Answers {@code POST /bootstrap}. kuma-dp repeats a request that gets status 404 with an empty
 * body, or 5xx; it exits after any other error, with its text.
 */
final class BootstrapHandler {
  private static final Logger LOG = Logger.getLogger(BootstrapHandler.class);
  private static final ObjectMapper MAPPER = new JsonMapper();
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int UNPROCESSABLE = 422;
  private static final int UNAVAILABLE = 503;

  /**
   * An answer.
   *
   * @param status the HTTP status code
   * @param type the media type of the body
   * @param body the body; may be empty
   */
  record Answer(int status, String type, String body) {
    static final String JSON = "application/json";

    static Answer error(int status, String text) {
      return new Answer(status, "text/plain", text);
    }
  }

  private final Supplier<String> missing;
  private final ProxySource source;
  private final BootstrapOptions options;

  /**
   * Creates a handler.
   *
   * @param missing what is missing before proxies can be served; empty if nothing is
   */
  BootstrapHandler(Supplier<String> missing, ProxySource source, BootstrapOptions options) {
    this.missing = missing;
    this.source = source;
    this.options = options;
  }

  /**
   * Answers a request.
   *
   * @param host the request's host, without the port
   * @param wantsJson whether the client accepts JSON; otherwise only the configuration is returned
   * @param body the request's body
   */
  Answer answer(String host, boolean wantsJson, byte[] body) {
    BootstrapRequest request;
    try {
      JsonNode json = MAPPER.readTree(body);
      if (json == null || !json.isObject()) {
        return Answer.error(BAD_REQUEST, "the body must be a JSON object");
      }
      request = BootstrapRequest.of(json);
    } catch (JsonProcessingException e) {
      return Answer.error(BAD_REQUEST, "the body is not valid JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      return Answer.error(BAD_REQUEST, "the body is not valid JSON");
    }
    String lacking = missing.get();
    if (!lacking.isEmpty()) {
      return Answer.error(UNAVAILABLE, "not ready yet: " + lacking);
    }
    String xdsHost = options.xdsHost().isEmpty() ? host : options.xdsHost();
    return problem(request, xdsHost).orElseGet(() -> configuration(request, xdsHost, wantsJson));
  }

  private Optional<Answer> problem(BootstrapRequest request, String xdsHost) {
    if (!request.isSidecar()) {
      return rejected(BAD_REQUEST, "proxies of type " + request.proxyType() + " are not served");
    }
    if (request.proxy().isEmpty()) {
      return rejected(BAD_REQUEST, "mesh and name are required; name is <pod>.<namespace>");
    }
    if (!request.hasToken()) {
      return rejected(UNPROCESSABLE, "a token of the Pod's service account is required");
    }
    if (!request.caCert().isEmpty() && !isAuthority(request.caCert())) {
      return rejected(BAD_REQUEST, "caCert has no certificate of an authority in PEM");
    }
    if (!options.certified().test(xdsHost)) {
      return rejected(
          BAD_REQUEST, "the control plane's certificate is not valid for the host " + xdsHost);
    }
    return source
        .unsupported(request.proxy().get().mesh())
        .map(reason -> Answer.error(BAD_REQUEST, reason));
  }

  private static Optional<Answer> rejected(int status, String text) {
    return Optional.of(Answer.error(status, text));
  }

  private static boolean isAuthority(String pem) {
    return TrustBundle.read(pem).stream()
        .anyMatch(certificate -> certificate.getBasicConstraints() >= 0);
  }

  private Answer configuration(BootstrapRequest request, String xdsHost, boolean wantsJson) {
    ProxyIdentity proxy = request.proxy().orElseThrow();
    Optional<ProxyNetworking> networking = source.networking(proxy);
    if (networking.isEmpty()) {
      LOG.debugf("bootstrap of %s: there is no Dataplane yet", proxy.node());
      return new Answer(NOT_FOUND, Answer.JSON, "");
    }
    ObjectNode document =
        new BootstrapDocument(
                request,
                proxy,
                networking.get(),
                new BootstrapDocument.Server(
                    xdsHost,
                    options.xdsPort(),
                    options.authorities().get(),
                    options.maxMessageBytes(),
                    options.adminPort(),
                    options.adminSocket()))
            .build();
    LOG.debugf("bootstrap of %s", proxy.node());
    return wantsJson
        ? new Answer(OK, Answer.JSON, wrapped(document, networking.get()).toString())
        : new Answer(OK, Answer.JSON, document.toString());
  }

  private static ObjectNode wrapped(ObjectNode document, ProxyNetworking networking) {
    ObjectNode answer =
        JsonNodeFactory.instance
            .objectNode()
            .put("bootstrap", BootstrapDocument.base64(document.toString()));
    ObjectNode sidecar = answer.putObject("kumaSidecarConfiguration");
    sidecar
        .putObject("networking")
        .put("address", networking.address())
        .putNull("corefileTemplate");
    sidecar.putObject("metrics").putArray("aggregate");
    return answer;
  }
}
