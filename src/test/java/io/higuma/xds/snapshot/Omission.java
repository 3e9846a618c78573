package io.higuma.xds.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What recordings of Kuma have and Higuma's resources lack, with the reason. */
enum Omission {
  /** Envoy also dumps the endpoints of clusters without EDS. */
  ENDPOINTS_WITHOUT_EDS(
      dump -> {
        List<String> eds =
            stream(dump.path("clusters"))
                .filter(cluster -> cluster.path("type").asText().equals("EDS"))
                .map(cluster -> cluster.path("name").asText())
                .toList();
        keep(
            dump,
            "endpoints",
            assignment -> eds.contains(assignment.path("cluster_name").asText()));
      }),

  /** Values that Envoy adds when it dumps endpoints. */
  DEFAULTS_OF_ENDPOINTS(
      dump ->
          dump.path("endpoints")
              .forEach(
                  assignment -> {
                    ((ObjectNode) assignment).remove("policy");
                    for (JsonNode locality : assignment.path("endpoints")) {
                      ((ObjectNode) locality).remove("load_balancing_weight");
                      for (JsonNode endpoint : locality.path("lb_endpoints")) {
                        ((ObjectNode) endpoint).remove("health_status");
                        ((ObjectNode) endpoint.path("endpoint")).remove("health_check_config");
                      }
                    }
                  })),

  /** Tags and labels of endpoints, which only subsets and mTLS use; most of an endpoint's bytes. */
  METADATA_OF_ENDPOINTS(
      dump ->
          dump.path("endpoints")
              .findParents("metadata")
              .forEach(endpoint -> ((ObjectNode) endpoint).remove("metadata"))),

  /** Names of routes: hashes of their content, which nothing refers to. */
  NAMES_OF_ROUTES(
      dump ->
          dump.path("listeners")
              .findValues("routes")
              .forEach(
                  routes ->
                      routes.forEach(
                          route -> {
                            if (route.path("name").asText().endsWith("=")) {
                              ((ObjectNode) route).remove("name");
                            }
                          }))),

  /** The admin interface and the readiness for the inspect API, which Higuma lacks. */
  ADMIN_INTERFACE(dump -> without(dump, "kuma:envoy:admin", "kuma:readiness")),

  /** Only strict mTLS uses it. */
  NO_DESTINATION(dump -> without(dump, "self_transparentproxy_no_destination_inbound"));

  private final Consumer<ObjectNode> removal;

  Omission(Consumer<ObjectNode> removal) {
    this.removal = removal;
  }

  /** Removes what is omitted from the dump of a recording. */
  void apply(ObjectNode dump) {
    removal.accept(dump);
  }

  private static void without(ObjectNode dump, String... names) {
    Set<String> removed = Set.of(names);
    for (String section : List.of("clusters", "listeners")) {
      keep(dump, section, resource -> !removed.contains(resource.path("name").asText()));
    }
    keep(dump, "endpoints", resource -> !removed.contains(resource.path("cluster_name").asText()));
  }

  private static void keep(ObjectNode dump, String section, Predicate<JsonNode> kept) {
    ArrayNode resources = dump.withArray("/" + section);
    List<JsonNode> left = stream(resources).filter(kept).toList();
    resources.removeAll().addAll(left);
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
