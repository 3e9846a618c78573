package io.higuma.cli.install;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Fields of the objects that follow from settings, also from those of environment variables. */
final class DerivedFields {
  private static final String ANNOTATIONS = "annotations";
  private static final String SCRAPED_PORT = "prometheus.io/port";
  private static final String DEFAULT_SCRAPED_PORT = "5680";

  private final Manifests manifests;

  private DerivedFields(Manifests manifests) {
    this.manifests = manifests;
  }

  /** Writes all of them. */
  static void put(Manifests manifests, Settings settings) {
    var fields = new DerivedFields(manifests);
    ContainerPort.of(settings).forEach(fields::port);
    if (settings.diagnostics().tlsEnabled()) {
      fields.diagnosticsTls();
    }
    if (settings.runtime().kubernetes().disallowMultipleMeshesPerNamespace()) {
      fields.allPods();
    }
    fields.checksum();
  }

  private void port(ContainerPort port) {
    for (var container : manifests.container().path("ports")) {
      if (container.path("name").asText().equals(port.name())) {
        ((ObjectNode) container).put("containerPort", port.number());
      }
    }
    if (port.name().equals(ContainerPort.DP_SERVER)) {
      servicePort(port.name()).put("port", port.number());
    }
    var annotations = serviceAnnotations();
    if (port.name().equals(ContainerPort.DIAGNOSTICS)
        && annotations.path(SCRAPED_PORT).asText().equals(DEFAULT_SCRAPED_PORT)) {
      annotations.put(SCRAPED_PORT, Integer.toString(port.number()));
    }
  }

  private ObjectNode serviceAnnotations() {
    return (ObjectNode) manifests.object("Service").path("metadata").path(ANNOTATIONS);
  }

  private ObjectNode servicePort(String name) {
    return manifests
        .object("Service")
        .at("/spec/ports")
        .valueStream()
        .filter(port -> port.path("name").asText().equals(name))
        .map(ObjectNode.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private void diagnosticsTls() {
    for (var probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      ((ObjectNode) manifests.container().path(probe).path("httpGet")).put("scheme", "HTTPS");
    }
    servicePort("diagnostics").put("appProtocol", "https");
    serviceAnnotations().put("prometheus.io/scheme", "https");
  }

  /** All Pods can be refused, not only those with a certain label. */
  private void allPods() {
    manifests.validators().stream()
        .filter(hook -> hook.path("name").asText().contains("pod.validator."))
        .forEach(hook -> hook.remove("matchConditions"));
  }

  /** Restarts the Pods if settings change that need it; the injector's do not. */
  private void checksum() {
    var fixed = manifests.config().deepCopy();
    ((ObjectNode) fixed.at("/runtime/kubernetes")).remove("injector");
    ((ObjectNode) manifests.object("Deployment").at("/spec/template/metadata/annotations"))
        .put("checksum/config", sha256(Manifests.yaml(fixed).strip()));
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
