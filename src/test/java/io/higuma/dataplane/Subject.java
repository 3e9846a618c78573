package io.higuma.dataplane;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.higuma.dataplane.CachedPod.OwnerView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A Pod under test: injected, ready, with one container that listens on 8080. */
final class Subject {
  static final String NAMESPACE = "shop";

  final World world = new World();
  private PodBuilder pod;
  private List<String> nodeLabels =
      List.of("topology.kubernetes.io/zone", "topology.kubernetes.io/region");
  private Set<String> ignored = Set.of();
  private List<String> workloadLabels = List.of();
  private String zone = "zone-1";
  private boolean tagsDisabled;
  private boolean outboundsAsVips = true;

  private Subject(String name) {
    pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(NAMESPACE)
            .withName(name)
            .withUid("uid-of-" + name)
            .addToLabels("app", "demo")
            .addToAnnotations("kuma.io/sidecar-injected", "true")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("app")
            .addNewPort()
            .withName("http")
            .withContainerPort(8080)
            .endPort()
            .endContainer()
            .addNewInitContainer()
            .withName("kuma-sidecar")
            .withRestartPolicy("Always")
            .endInitContainer()
            .endSpec()
            .withNewStatus()
            .withPhase("Running")
            .withPodIP("10.0.0.7")
            .endStatus();
  }

  static Subject pod() {
    return new Subject("demo-1");
  }

  Subject change(UnaryOperator<PodBuilder> change) {
    pod = change.apply(pod);
    return this;
  }

  Subject label(String key, String value) {
    pod.editMetadata().addToLabels(key, value).endMetadata();
    return this;
  }

  Subject annotation(String key, String value) {
    pod.editMetadata().addToAnnotations(key, value).endMetadata();
    return this;
  }

  Subject redirected() {
    return annotation("kuma.io/transparent-proxying", "enabled")
        .annotation("kuma.io/transparent-proxying-inbound-port", "15006")
        .annotation("kuma.io/transparent-proxying-outbound-port", "15001");
  }

  Subject owner(String apiVersion, String kind, String name) {
    pod.editMetadata()
        .addNewOwnerReference()
        .withApiVersion(apiVersion)
        .withKind(kind)
        .withName(name)
        .withController(true)
        .endOwnerReference()
        .endMetadata();
    return this;
  }

  Subject replicaSet(String name, OwnerView... owners) {
    world.replicaSets.put(name, List.of(owners));
    return this;
  }

  Subject job(String name, OwnerView... owners) {
    world.jobs.put(name, List.of(owners));
    return this;
  }

  Subject node(String name) {
    pod.editSpec().withNodeName(name).endSpec();
    return this;
  }

  Subject terminating() {
    pod.editMetadata().withDeletionTimestamp("2025-01-01T00:00:00Z").endMetadata();
    return this;
  }

  Subject status(String container, boolean ready) {
    pod.editStatus()
        .addToContainerStatuses(
            new ContainerStatusBuilder().withName(container).withReady(ready).build())
        .endStatus();
    return this;
  }

  Subject initStatus(String container, boolean ready) {
    pod.editStatus()
        .addToInitContainerStatuses(
            new ContainerStatusBuilder().withName(container).withReady(ready).build())
        .endStatus();
    return this;
  }

  Subject container(String name, String portName, int port, String protocol) {
    pod.editSpec()
        .addNewContainer()
        .withName(name)
        .addNewPort()
        .withName(portName)
        .withContainerPort(port)
        .withProtocol(protocol)
        .endPort()
        .endContainer()
        .endSpec();
    return this;
  }

  Subject probe(String path, int port) {
    pod.editSpec()
        .editFirstContainer()
        .withNewReadinessProbe()
        .withNewHttpGet()
        .withPath(path)
        .withPort(new IntOrString(port))
        .endHttpGet()
        .endReadinessProbe()
        .endContainer()
        .endSpec();
    return this;
  }

  Subject service(ServiceView service) {
    world.services.add(service);
    return this;
  }

  Subject endpointOf(String service) {
    world.slices.add(
        new EndpointSliceView(
            NAMESPACE, service + "-x", service, Set.of(pod.build().getMetadata().getUid())));
    return this;
  }

  Subject inMesh(String mesh) {
    return label("kuma.io/mesh", mesh);
  }

  Subject ignoring(String... labels) {
    ignored = Set.of(labels);
    return this;
  }

  Subject copying(String... labels) {
    nodeLabels = List.of(labels);
    return this;
  }

  Subject workloadLabels(String... labels) {
    workloadLabels = List.of(labels);
    return this;
  }

  Subject zone(String name) {
    zone = name;
    return this;
  }

  Subject withoutInboundTags() {
    tagsDisabled = true;
    return this;
  }

  Subject withOutbounds() {
    outboundsAsVips = false;
    return this;
  }

  Pod build() {
    return pod.build();
  }

  CachedPod view() {
    return new Views().pod(build());
  }

  DataplaneFactory factory() {
    return new DataplaneFactory(
        new DataplaneSettings(
            zone, nodeLabels, ignored, workloadLabels, tagsDisabled, outboundsAsVips));
  }

  Conversion convert() {
    return factory().convert(view(), world);
  }

  DataplaneResult.Dataplane dataplane() {
    if (convert().result() instanceof DataplaneResult.Dataplane dataplane) {
      return dataplane;
    }
    throw new AssertionError("no Dataplane, but " + convert().result());
  }

  List<ConversionProblem> failures() {
    if (convert().result() instanceof DataplaneResult.Failed(List<ConversionProblem> problems)) {
      return problems;
    }
    throw new AssertionError("no failure, but " + convert().result());
  }

  DataplaneResult.Reason reason() {
    if (convert().result() instanceof DataplaneResult.None(DataplaneResult.Reason reason)) {
      return reason;
    }
    throw new AssertionError("not none, but " + convert().result());
  }

  JsonNode networking() {
    return dataplane().spec().path("networking");
  }

  List<JsonNode> inbounds() {
    return networking().path("inbound").valueStream().toList();
  }

  JsonNode inbound() {
    List<JsonNode> inbounds = inbounds();
    if (inbounds.size() != 1) {
      throw new AssertionError("not one inbound, but " + inbounds);
    }
    return inbounds.getFirst();
  }

  String tag(String key) {
    return inbound().path("tags").path(key).asText("absent");
  }

  /** All Services of the page select {@code app: demo}. */
  static Map<String, String> demo() {
    return Map.of("app", "demo");
  }
}
