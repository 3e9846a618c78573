package io.higuma.api.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.api.ClusterInspection;
import io.higuma.api.Explanations;
import io.higuma.api.Inventory;
import io.higuma.api.InventoryQuery;
import io.higuma.api.InventoryView.InventoriedPod;
import io.higuma.api.Problem;
import io.higuma.api.ProblemException;
import io.higuma.api.ProxyView;
import io.higuma.cluster.cache.CachedDataplane;
import io.higuma.cluster.cache.ClusterStores;
import io.higuma.dataplane.CachedPod;
import io.higuma.dataplane.ConversionProblem;
import io.higuma.dataplane.ConversionTrace.PortStep;
import io.higuma.dataplane.ConversionTrace.ServiceStep;
import io.higuma.dataplane.DataplaneFactory;
import io.higuma.dataplane.DataplaneResult;
import io.higuma.dataplane.DataplaneSettings;
import io.higuma.dataplane.PodTrimmer;
import io.higuma.dataplane.ProxyNetworking;
import io.higuma.dataplane.RelatedObjects;
import io.higuma.dataplane.SelectorDifference;
import io.higuma.dataplane.ServiceView;
import io.higuma.kuma.KubernetesName;
import io.higuma.kuma.NameChecks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Shows how Pods become Dataplanes, and the connections of their sidecars. */
public final class DataplaneInspection {

  /**
   * Dependencies.
   *
   * @param pods reads Pods and insights of the cluster
   * @param inventory the connections of all sidecars
   * @param stores caches of the cluster
   * @param related lookup of the objects that conversions read
   * @param settings of the conversion in force
   * @param streams the streams of this replica
   */
  public record Parts(
      ClusterInspection pods,
      Inventory inventory,
      ClusterStores stores,
      RelatedObjects related,
      Supplier<DataplaneSettings> settings,
      ProxyStreams streams) {}

  private static final Comparator<DataplaneRow> ORDER =
      Comparator.comparing(DataplaneRow::namespace).thenComparing(DataplaneRow::name);

  private final Parts parts;
  private final DataplaneFactory factory;

  /** Reads from these parts. */
  public DataplaneInspection(Parts parts) {
    this.parts = parts;
    this.factory = new DataplaneFactory(parts.settings());
  }

  /**
   * Lists the Dataplanes of the cluster.
   *
   * @param query its state is not used
   * @param next the address of the page that begins at an offset
   * @throws ProblemException if the connections cannot be read
   */
  public DataplaneRows list(InventoryQuery query, IntFunction<String> next) {
    Map<String, ProxyView> proxies = new HashMap<>();
    for (InventoriedPod pod : parts.inventory().recent().pods()) {
      pod.proxy()
          .ifPresent(
              proxy -> proxies.put(ClusterInspection.podKey(pod.namespace(), pod.name()), proxy));
    }
    List<DataplaneRow> rows = new ArrayList<>();
    parts
        .stores()
        .dataplanes()
        .store()
        .forEach(
            (key, dataplane) -> {
              if ((query.namespace().isEmpty() || query.namespace().equals(key.namespace()))
                  && key.name().contains(query.name())) {
                var proxy = proxies.get(ClusterInspection.podKey(key.namespace(), key.name()));
                rows.add(row(key.namespace(), key.name(), dataplane, Optional.ofNullable(proxy)));
              }
            });
    rows.sort(ORDER);
    long online =
        rows.stream().filter(row -> row.proxy().filter(ProxyView::online).isPresent()).count();
    return new DataplaneRows(
        rows.size(),
        Math.toIntExact(online),
        query.next(rows.size()).map(next::apply),
        query.page(rows));
  }

  private static DataplaneRow row(
      String namespace, String name, CachedDataplane dataplane, Optional<ProxyView> proxy) {
    var inbounds = dataplane.networking().inbounds();
    long ready = inbounds.stream().filter(in -> in.state() == ProxyNetworking.State.READY).count();
    return new DataplaneRow(
        namespace, name, dataplane.mesh(), inbounds.size(), Math.toIntExact(ready), proxy);
  }

  /**
   * The Dataplane of a Pod.
   *
   * @throws ProblemException if a name is invalid, there is no such Pod, or it cannot be read
   */
  public DataplaneView of(String namespace, String name) {
    ProblemException.throwIfAny(
        new NameChecks()
            .add(KubernetesName.DNS_LABEL, "namespace", namespace)
            .add(KubernetesName.DNS_SUBDOMAIN, "name", name)
            .violations());
    var pod = pod(namespace, name);
    var conversion = factory.convert(pod, parts.related());
    var services = conversion.trace().services().stream().map(step -> service(step, pod)).toList();
    var connection =
        parts
            .streams()
            .find(namespace, name)
            .map(ConnectionView::of)
            .or(() -> parts.pods().insight(namespace, name).flatMap(ConnectionView::of));
    return switch (conversion.result()) {
      case DataplaneResult.Dataplane dataplane -> view(pod, dataplane, services, connection);
      case DataplaneResult.None(var reason) ->
          without(pod, "none", Optional.of(reason.sentence()), services, List.of(), connection);
      case DataplaneResult.Failed(var problems) ->
          without(pod, "failed", Optional.empty(), services, problems, connection);
    };
  }

  /** The cached Pod, which the controller sees too; those without a sidecar are not cached. */
  private CachedPod pod(String namespace, String name) {
    return parts
        .stores()
        .pods()
        .store()
        .find(namespace, name)
        .or(() -> parts.pods().pod(namespace, name).map(stored -> new PodTrimmer().pod(stored)))
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.Kind.NOT_FOUND,
                    "there is no Pod " + name + " in namespace " + namespace));
  }

  private DataplaneView view(
      CachedPod pod,
      DataplaneResult.Dataplane dataplane,
      List<DataplaneView.Service> services,
      Optional<DataplaneView.Connection> connection) {
    var networking = dataplane.spec().path("networking");
    List<DataplaneView.Inbound> inbounds = new ArrayList<>();
    networking.path("inbound").forEach(inbound -> inbounds.add(inbound(inbound)));
    return new DataplaneView(
        pod.namespace(),
        pod.name(),
        "dataplane",
        Optional.empty(),
        Optional.of(dataplane.mesh()),
        Optional.of(networking.path("address").asText()),
        stored(pod)
            .map(stored -> stored.digest().equals(dataplane.digest()) ? "current" : "differs")
            .orElse("absent"),
        inbounds,
        texts(networking.path("gateway").path("tags")),
        services,
        problems(dataplane.problems()),
        connection);
  }

  private DataplaneView without(
      CachedPod pod,
      String result,
      Optional<String> message,
      List<DataplaneView.Service> services,
      List<ConversionProblem> problems,
      Optional<DataplaneView.Connection> connection) {
    return new DataplaneView(
        pod.namespace(),
        pod.name(),
        result,
        message,
        Optional.empty(),
        Optional.empty(),
        stored(pod).isPresent() ? "differs" : "absent",
        List.of(),
        Map.of(),
        services,
        problems(problems),
        connection);
  }

  private Optional<CachedDataplane> stored(CachedPod pod) {
    return parts.stores().dataplanes().store().find(pod.namespace(), pod.name());
  }

  private static DataplaneView.Inbound inbound(JsonNode inbound) {
    return new DataplaneView.Inbound(
        inbound.path("port").asInt(),
        inbound.path("name").asText(""),
        inbound.path("protocol").asText(""),
        inbound.path("state").asText("Ready"),
        texts(inbound.path("tags")));
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  private DataplaneView.Service service(ServiceStep step, CachedPod pod) {
    Map<String, String> selector =
        parts
            .related()
            .service(pod.namespace(), step.service())
            .map(ServiceView::selector)
            .orElse(Map.of());
    var ignored = parts.settings().get().ignoredServiceSelectorLabels();
    return new DataplaneView.Service(
        step.service(),
        lowerCase(step.match()),
        step.match().matches(),
        step.match().sentence(),
        SelectorDifference.of(selector, pod.labels(), ignored).stream()
            .map(DataplaneInspection::difference)
            .toList(),
        step.ports().stream().map(DataplaneInspection::port).toList());
  }

  private static DataplaneView.Difference difference(SelectorDifference difference) {
    return new DataplaneView.Difference(
        difference.label(), difference.wanted(), difference.found(), difference.ignored());
  }

  private static Explanations.Port port(PortStep step) {
    return new Explanations.Port(
        step.port(),
        step.targetPort(),
        step.containerPort(),
        lowerCase(step.fate()),
        step.fate().sentence());
  }

  private static List<Problem.Single> problems(List<ConversionProblem> problems) {
    return problems.stream().map(ConversionProblem::violation).map(Problem.Single::of).toList();
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
