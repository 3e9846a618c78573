package io.higuma.dataplane;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.dataplane.CachedPod.ContainerPortView;
import io.higuma.dataplane.CachedPod.ContainerStatusView;
import io.higuma.dataplane.CachedPod.ContainerView;
import io.higuma.dataplane.CachedPod.HttpProbeView;
import io.higuma.dataplane.CachedPod.Identity;
import io.higuma.dataplane.CachedPod.InitPortView;
import io.higuma.dataplane.CachedPod.OwnerView;
import io.higuma.dataplane.CachedPod.Status;
import io.higuma.dataplane.CachedPod.Template;
import io.higuma.kuma.Annotations;
import io.higuma.kuma.DataplaneAnnotations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Converts Pods from API JSON to {@link CachedPod}. Fields that replicas share are interned; use
 * one instance for the lifetime of a store. Thread-safe.
 */
public final class PodTrimmer {
  private static final String STATUS_FIELDS = "(name,ready,state(terminated(exitCode)))";
  private static final String PROBES =
      "livenessProbe(httpGet(path,port)),readinessProbe(httpGet(path,port)),"
          + "startupProbe(httpGet(path,port))";

  /** The fields of a Pod that are read. */
  public static final String POD_FIELDS =
      "metadata(name,namespace,uid,resourceVersion,deletionTimestamp,labels,annotations,"
          + "ownerReferences(apiVersion,kind,name,controller)),"
          + ("spec(nodeName,serviceAccountName,"
              + ("containers(name,ports(name,containerPort,protocol)," + PROBES + "),")
              + ("initContainers(name,restartPolicy,ports(name,containerPort,protocol),"
                  + PROBES
                  + ")),"))
          + ("status(phase,reason,podIP,containerStatuses" + STATUS_FIELDS)
          + (",initContainerStatuses" + STATUS_FIELDS + ")");

  private final InternPool<Template> templates = new InternPool<>();
  private final InternPool<List<ContainerStatusView>> statuses = new InternPool<>();

  /** Whether the annotation {@code kuma.io/sidecar-injected} is true or invalid. */
  public static boolean concerns(JsonNode pod) {
    JsonNode annotations = pod.path("metadata").path("annotations");
    String injected = annotations.path(Annotations.SIDECAR_INJECTED).asText("");
    return !injected.isEmpty()
        && DataplaneAnnotations.SIDECAR_INJECTED
            .validIn(Map.of(Annotations.SIDECAR_INJECTED, injected))
            .orElse(true);
  }

  /** Converts a Pod. */
  public CachedPod pod(JsonNode pod) {
    JsonNode meta = pod.path("metadata");
    JsonNode spec = pod.path("spec");
    return new CachedPod(
        new Identity(
            interned(meta, "namespace"),
            text(meta, "name"),
            text(meta, "uid"),
            text(meta, "resourceVersion")),
        templates.intern(template(meta, spec)),
        interned(spec, "nodeName"),
        status(meta, pod.path("status")));
  }

  /** The owner references of an object. */
  public static List<OwnerView> owners(JsonNode object) {
    return ownersIn(object.path("metadata"));
  }

  private static List<OwnerView> ownersIn(JsonNode meta) {
    return list(
        meta.path("ownerReferences"),
        owner ->
            new OwnerView(
                qualifiedKind(owner),
                text(owner, "name"),
                owner.path("controller").asBoolean(false)));
  }

  private static String qualifiedKind(JsonNode owner) {
    String version = text(owner, "apiVersion");
    int slash = version.indexOf('/');
    String group = slash < 0 ? "" : "." + version.substring(0, slash);
    return SharedStrings.of(text(owner, "kind") + group);
  }

  private static Template template(JsonNode meta, JsonNode spec) {
    Map<String, String> annotations = ReadAnnotations.ofPod(map(meta.path("annotations")));
    return new Template(
        ReadAnnotations.internAll(map(meta.path("labels"))),
        annotations,
        interned(spec, "serviceAccountName"),
        ownersIn(meta),
        list(spec.path("containers"), PodTrimmer::container),
        initPorts(spec.path("initContainers")),
        probes(annotations, spec));
  }

  private Status status(JsonNode meta, JsonNode status) {
    return new Status(
        !text(meta, "deletionTimestamp").isEmpty(),
        interned(status, "phase"),
        interned(status, "reason"),
        text(status, "podIP"),
        statuses.intern(list(status.path("containerStatuses"), PodTrimmer::status)),
        statuses.intern(list(status.path("initContainerStatuses"), PodTrimmer::status)));
  }

  private static ContainerStatusView status(JsonNode status) {
    JsonNode terminated = status.path("state").path("terminated");
    return new ContainerStatusView(
        interned(status, "name"),
        status.path("ready").asBoolean(false),
        terminated.isObject(),
        terminated.path("exitCode").asInt(0));
  }

  private static ContainerView container(JsonNode container) {
    return new ContainerView(
        interned(container, "name"), list(container.path("ports"), PodTrimmer::port));
  }

  private static List<InitPortView> initPorts(JsonNode initContainers) {
    List<InitPortView> named = new ArrayList<>();
    for (JsonNode init : initContainers) {
      boolean sidecar = text(init, "restartPolicy").equals("Always");
      for (JsonNode port : init.path("ports")) {
        if (!text(port, "name").isEmpty()) {
          named.add(new InitPortView(interned(init, "name"), sidecar, port(port)));
        }
      }
    }
    return List.copyOf(named);
  }

  private static ContainerPortView port(JsonNode port) {
    return new ContainerPortView(
        interned(port, "name"),
        port.path("containerPort").asInt(0),
        ServiceTrimmer.protocol(text(port, "protocol")));
  }

  private static List<HttpProbeView> probes(Map<String, String> annotations, JsonNode spec) {
    if (!Annotations.VIRTUAL_PROBES.validIn(annotations).orElse(false)) {
      return List.of();
    }
    List<JsonNode> containers = new ArrayList<>();
    boolean afterSidecar = false;
    for (JsonNode init : spec.path("initContainers")) {
      if (afterSidecar && text(init, "restartPolicy").equals("Always")) {
        containers.add(init);
      }
      afterSidecar |= text(init, "name").equals(CachedPod.SIDECAR);
    }
    spec.path("containers").forEach(containers::add);
    return containers.stream()
        .filter(container -> !text(container, "name").equals(CachedPod.SIDECAR))
        .flatMap(c -> Stream.of("livenessProbe", "readinessProbe", "startupProbe").map(c::path))
        .map(probe -> probe.path("httpGet"))
        .filter(JsonNode::isObject)
        .map(get -> new HttpProbeView(text(get, "path"), number(get.path("port"))))
        .toList();
  }

  private static int number(JsonNode port) {
    String text = port.asText("");
    boolean digits = !text.isEmpty() && text.length() < 6;
    return digits && text.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(text) : 0;
  }

  /** Reads labels or annotations into a new mutable map. */
  public static Map<String, String> map(JsonNode object) {
    Map<String, String> map = new HashMap<>();
    object.properties().forEach(field -> map.put(field.getKey(), field.getValue().asText("")));
    return map;
  }

  static String text(JsonNode object, String field) {
    return object.path(field).asText("");
  }

  static String interned(JsonNode object, String field) {
    return SharedStrings.of(text(object, field));
  }

  static <T> List<T> list(JsonNode array, Function<JsonNode, T> view) {
    List<T> views = new ArrayList<>(array.size());
    array.forEach(element -> views.add(view.apply(element)));
    return List.copyOf(views);
  }
}
