package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.higuma.cli.ConfigConnection.CommandFailure;
import io.higuma.cluster.client.ClusterClients;
import io.higuma.cluster.client.RateLimit;
import io.quarkus.runtime.util.ExceptionUtil;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cluster, and the API of its control plane, to which a port is forwarded through the API server
 * unless its URL is given.
 */
final class ClusterAccess implements AutoCloseable {
  private static final String API_PORT = "http-api-server";
  private static final long TOKEN_SECONDS = 600;

  private final KubectlOptions options;
  private final Terminal terminal;
  private final ClusterContext context;
  private final KubernetesClient client;
  private @Nullable LocalPortForward forwarded;

  private ClusterAccess(KubectlOptions options, Terminal terminal, ClusterContext context) {
    this.options = options;
    this.terminal = terminal;
    this.context = context;
    this.client = ClusterClients.of(context.config(), RateLimit.NONE);
  }

  /**
   * Reads the kubeconfig; sends no request.
   *
   * @throws CommandFailure if it cannot be read
   */
  static ClusterAccess open(KubectlOptions options, Terminal terminal) throws CommandFailure {
    Logs.hold();
    return new ClusterAccess(options, terminal, ClusterContext.of(options, terminal));
  }

  /** The chosen namespace. */
  String namespace() {
    return context.namespace();
  }

  /** The names of the contexts in the kubeconfig. */
  List<String> contexts() {
    return ClusterContext.contexts(context.config());
  }

  /** The client of the Kubernetes API. */
  KubernetesClient client() {
    return client;
  }

  /**
   * Connects to the API of the control plane.
   *
   * @throws CommandFailure if it is not found, or the port cannot be forwarded
   */
  ConfigHttp controlPlane() throws CommandFailure {
    var url = options.url(terminal);
    var uri = url.isPresent() ? ConfigConnection.uri(url.get()) : forward();
    try {
      return new ConfigHttp(uri, token(uri), Optional.empty(), terminal);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<String> token(URI uri) throws CommandFailure {
    var chosen = options.token(terminal);
    if (chosen.isPresent()) {
      return chosen;
    }
    if (!ConfigConnection.isSafe(uri)) {
      return Optional.empty();
    }
    var account = options.serviceAccount();
    return account.isPresent()
        ? Optional.of(requestedToken(account.get()))
        : KubeconfigToken.of(context.config());
  }

  private String requestedToken(String account) throws CommandFailure {
    int slash = account.indexOf('/');
    var namespace = slash < 0 ? context.namespace() : account.substring(0, slash);
    var request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withExpirationSeconds(TOKEN_SECONDS)
            .endSpec()
            .build();
    try {
      return client
          .serviceAccounts()
          .inNamespace(namespace)
          .withName(account.substring(slash + 1))
          .tokenRequest(request)
          .getStatus()
          .getToken();
    } catch (KubernetesClientException e) {
      throw failure("no token of service account " + account, e);
    }
  }

  private URI forward() throws CommandFailure {
    var where = options.systemNamespace() + "/" + options.service();
    try {
      var service =
          generic("services")
              .inNamespace(options.systemNamespace())
              .withName(options.service())
              .get();
      if (service == null) {
        throw new CommandFailure(
            "there is no Service "
                + where
                + "; --system-namespace and --service name that of the control plane, or --url its"
                + " API");
      }
      var spec = tree(service).path("spec");
      var pod = pod(spec).orElseThrow(() -> new CommandFailure("no Pod of " + where + " is ready"));
      forwarded =
          client
              .pods()
              .inNamespace(options.systemNamespace())
              .withName(pod.at("/metadata/name").asText())
              .portForward(port(spec, pod));
      return URI.create("http://127.0.0.1:" + forwarded.getLocalPort());
    } catch (KubernetesClientException e) {
      throw failure("no port can be forwarded to " + where, e);
    }
  }

  /** Without the types of the model: those of a Pod would take megabytes of the executable. */
  private MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      generic(String plural) {
    return client.genericKubernetesResources(
        new ResourceDefinitionContext.Builder()
            .withVersion("v1")
            .withPlural(plural)
            .withNamespaced(true)
            .build());
  }

  private JsonNode tree(GenericKubernetesResource resource) {
    return client.getKubernetesSerialization().convertValue(resource, JsonNode.class);
  }

  private Optional<JsonNode> pod(JsonNode service) {
    Map<String, String> labels = new LinkedHashMap<>();
    service.path("selector").forEachEntry((name, value) -> labels.put(name, value.asText()));
    return labels.isEmpty()
        ? Optional.empty()
        : generic("pods")
            .inNamespace(options.systemNamespace())
            .withLabels(labels)
            .list()
            .getItems()
            .stream()
            .map(this::tree)
            .filter(ClusterAccess::isReady)
            .findFirst();
  }

  private static boolean isReady(JsonNode pod) {
    return pod.at("/status/conditions")
        .valueStream()
        .anyMatch(
            condition ->
                condition.path("type").asText().equals("Ready")
                    && condition.path("status").asText().equals("True"));
  }

  /** The port of the container behind the port of the Service. */
  private static int port(JsonNode service, JsonNode pod) throws CommandFailure {
    var target =
        named(service.path("ports").valueStream(), API_PORT)
            .map(port -> port.path("targetPort"))
            .orElseThrow(
                () -> new CommandFailure("the Service has no port with the name " + API_PORT));
    if (target.isInt()) {
      return target.asInt();
    }
    return named(
            pod.at("/spec/containers")
                .valueStream()
                .flatMap(container -> container.path("ports").valueStream()),
            target.asText())
        .map(port -> port.path("containerPort").asInt())
        .orElseThrow(
            () -> new CommandFailure("the Pod has no port with the name " + target.asText()));
  }

  private static Optional<JsonNode> named(Stream<JsonNode> ports, String name) {
    return ports.filter(port -> port.path("name").asText().equals(name)).findFirst();
  }

  private CommandFailure failure(String what, KubernetesClientException e) {
    return new CommandFailure(what + ": " + reason(e));
  }

  /**
   * Why a call failed: what the API server said, or that it does not answer. The client's own
   * message only repeats the call.
   */
  String reason(KubernetesClientException e) {
    var said = e.getStatus() == null ? null : e.getStatus().getMessage();
    if (said != null) {
      return said;
    }
    var cause = ExceptionUtil.getRootCause(e);
    var message = cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
    return client.getMasterUrl()
        + " does not answer: "
        + cause.getClass().getSimpleName()
        + message;
  }

  @Override
  public void close() {
    var open = forwarded;
    if (open != null) {
      try {
        open.close();
      } catch (IOException _) {
        // The process ends anyway.
      }
    }
    client.close();
  }
}
