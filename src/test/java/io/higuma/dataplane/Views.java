package io.higuma.dataplane;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.higuma.dataplane.CachedPod.ContainerPortView;
import io.higuma.dataplane.CachedPod.ContainerStatusView;
import io.higuma.dataplane.CachedPod.ContainerView;
import io.higuma.dataplane.CachedPod.Identity;
import io.higuma.dataplane.CachedPod.InitPortView;
import io.higuma.dataplane.CachedPod.OwnerView;
import io.higuma.dataplane.CachedPod.Status;
import io.higuma.dataplane.CachedPod.Template;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Converts Pods of the Kubernetes model to {@link CachedPod}: the reference for {@link PodTrimmer}.
 * Fields that replicas share are interned. Thread-safe.
 */
public final class Views {
  private final InternPool<Template> templates = new InternPool<>();
  private final InternPool<List<ContainerStatusView>> statuses = new InternPool<>();

  /** Converts a Pod. */
  public CachedPod pod(Pod pod) {
    ObjectMeta meta = pod.getMetadata();
    PodSpec spec = pod.getSpec() == null ? new PodSpec() : pod.getSpec();
    return new CachedPod(
        new Identity(
            interned(meta.getNamespace()),
            text(meta.getName()),
            text(meta.getUid()),
            text(meta.getResourceVersion())),
        templates.intern(template(meta, spec)),
        interned(spec.getNodeName()),
        status(meta, pod.getStatus() == null ? new PodStatus() : pod.getStatus()));
  }

  /** The owner references of an object. */
  public static List<OwnerView> owners(ObjectMeta meta) {
    return meta.getOwnerReferences().stream().map(Views::owner).toList();
  }

  private static Template template(ObjectMeta meta, PodSpec spec) {
    Map<String, String> annotations = ReadAnnotations.ofPod(meta.getAnnotations());
    return new Template(
        ReadAnnotations.internAll(meta.getLabels()),
        annotations,
        interned(spec.getServiceAccountName()),
        owners(meta),
        spec.getContainers().stream().map(Views::container).toList(),
        spec.getInitContainers().stream().flatMap(Views::initPorts).toList(),
        ProbeViews.of(annotations, spec));
  }

  private Status status(ObjectMeta meta, PodStatus status) {
    return new Status(
        meta.getDeletionTimestamp() != null,
        interned(status.getPhase()),
        interned(status.getReason()),
        text(status.getPodIP()),
        statuses(status.getContainerStatuses()),
        statuses(status.getInitContainerStatuses()));
  }

  private List<ContainerStatusView> statuses(List<ContainerStatus> all) {
    return statuses.intern(all.stream().map(Views::status).toList());
  }

  private static ContainerStatusView status(ContainerStatus status) {
    boolean terminated = status.getState() != null && status.getState().getTerminated() != null;
    Integer exit = terminated ? status.getState().getTerminated().getExitCode() : null;
    return new ContainerStatusView(
        interned(status.getName()),
        Boolean.TRUE.equals(status.getReady()),
        terminated,
        exit == null ? 0 : exit);
  }

  private static OwnerView owner(OwnerReference owner) {
    return new OwnerView(
        qualifiedKind(owner), text(owner.getName()), Boolean.TRUE.equals(owner.getController()));
  }

  private static String qualifiedKind(OwnerReference owner) {
    String[] groupAndVersion = text(owner.getApiVersion()).split("/", 2);
    String kind = text(owner.getKind());
    return groupAndVersion.length < 2 ? kind : kind + "." + groupAndVersion[0];
  }

  private static ContainerView container(Container container) {
    return new ContainerView(
        interned(container.getName()), container.getPorts().stream().map(Views::port).toList());
  }

  private static Stream<InitPortView> initPorts(Container init) {
    return init.getPorts().stream()
        .filter(port -> !text(port.getName()).isEmpty())
        .map(
            port ->
                new InitPortView(
                    init.getName(), "Always".equals(init.getRestartPolicy()), port(port)));
  }

  private static ContainerPortView port(ContainerPort port) {
    return new ContainerPortView(
        interned(port.getName()),
        port.getContainerPort() == null ? 0 : port.getContainerPort(),
        ServiceViews.protocol(port.getProtocol()));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  /** Interns a value, because many objects share it. */
  static String interned(@Nullable String value) {
    return value == null ? "" : value.intern();
  }
}
