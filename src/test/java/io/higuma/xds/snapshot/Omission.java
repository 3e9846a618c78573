package io.higuma.xds.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What recordings of Kuma have and Higuma's resources lack, with the reason. */
enum Omission {
  /** Envoy also dumps the endpoints of clusters without EDS. */
  ENDPOINTS_WITHOUT_EDS {
    @Override
    void apply(ObjectNode dump) {
      List<String> eds =
          stream(dump.path("clusters"))
              .filter(cluster -> cluster.path("type").asText().equals("EDS"))
              .map(cluster -> cluster.path("name").asText())
              .toList();
      keep(dump, "endpoints", one -> eds.contains(one.path("cluster_name").asText()));
    }
  },

  /** Values that Envoy adds when it dumps endpoints. */
  DEFAULTS_OF_ENDPOINTS {
    @Override
    void apply(ObjectNode dump) {
      for (JsonNode assignment : dump.path("endpoints")) {
        ((ObjectNode) assignment).remove("policy");
        for (JsonNode locality : assignment.path("endpoints")) {
          ((ObjectNode) locality).remove("load_balancing_weight");
          for (JsonNode endpoint : locality.path("lb_endpoints")) {
            ((ObjectNode) endpoint).remove("health_status");
            ((ObjectNode) endpoint.path("endpoint")).remove("health_check_config");
          }
        }
      }
    }
  },

  /** Tags and labels of endpoints, which only subsets and mTLS use; most of an endpoint's bytes. */
  METADATA_OF_ENDPOINTS {
    @Override
    void apply(ObjectNode dump) {
      remove(dump.path("endpoints").findParents("metadata"), "metadata");
    }
  },

  /** Names of routes: hashes of their content, which nothing refers to. */
  NAMES_OF_ROUTES {
    @Override
    void apply(ObjectNode dump) {
      List<JsonNode> named =
          dump.path("listeners").findValues("routes").stream()
              .flatMap(Omission::stream)
              .filter(route -> route.path("name").asText().endsWith("="))
              .toList();
      remove(named, "name");
    }
  },

  /** The admin interface and the readiness for the inspect API, which Higuma lacks. */
  ADMIN_INTERFACE {
    @Override
    void apply(ObjectNode dump) {
      without(dump, "kuma:envoy:admin", "kuma:readiness");
    }
  },

  /** Only strict mTLS uses it. */
  NO_DESTINATION {
    @Override
    void apply(ObjectNode dump) {
      without(dump, "self_transparentproxy_no_destination_inbound");
    }
  };

  /** Removes what is omitted from the dump of a recording. */
  abstract void apply(ObjectNode dump);

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

  private static void remove(List<JsonNode> objects, String field) {
    objects.forEach(object -> ((ObjectNode) object).remove(field));
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
