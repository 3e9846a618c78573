package io.higuma.cli;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.higuma.cli.ConfigConnection.CommandFailure;
import io.higuma.cluster.client.ClusterClients;
import io.higuma.cluster.client.RateLimit;
import io.quarkus.runtime.util.ExceptionUtil;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    this.client =
        ClusterClients.of(new KubernetesClientBuilder(), context.config(), RateLimit.NONE);
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
          client
              .services()
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
      var pod =
          pod(service).orElseThrow(() -> new CommandFailure("no Pod of " + where + " is ready"));
      forwarded =
          client
              .pods()
              .inNamespace(options.systemNamespace())
              .withName(pod.getMetadata().getName())
              .portForward(port(service, pod));
      return URI.create("http://127.0.0.1:" + forwarded.getLocalPort());
    } catch (KubernetesClientException e) {
      throw failure("no port can be forwarded to " + where, e);
    }
  }

  private Optional<Pod> pod(Service service) {
    var selector = Optional.ofNullable(service.getSpec().getSelector()).orElse(Map.of());
    return selector.isEmpty()
        ? Optional.empty()
        : client
            .pods()
            .inNamespace(options.systemNamespace())
            .withLabels(selector)
            .list()
            .getItems()
            .stream()
            .filter(Readiness::isPodReady)
            .findFirst();
  }

  /** The port of the container behind the port of the Service. */
  private static int port(Service service, Pod pod) throws CommandFailure {
    var target =
        service.getSpec().getPorts().stream()
            .filter(port -> API_PORT.equals(port.getName()))
            .map(port -> port.getTargetPort())
            .findFirst()
            .orElseThrow(
                () -> new CommandFailure("the Service has no port with the name " + API_PORT));
    if (target.getIntVal() != null) {
      return target.getIntVal();
    }
    return pod.getSpec().getContainers().stream()
        .flatMap(container -> container.getPorts().stream())
        .filter(port -> port.getName() != null && port.getName().equals(target.getStrVal()))
        .map(port -> port.getContainerPort())
        .findFirst()
        .orElseThrow(
            () -> new CommandFailure("the Pod has no port with the name " + target.getStrVal()));
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
