package io.higuma.inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.higuma.kuma.Annotations;
import java.util.Arrays;

/** The Multus annotation, which lists networks with commas or as JSON. */
final class MultusNetworks {
  private static final String KUMA_CNI = "kuma-cni";
  private static final ObjectMapper JSON = new ObjectMapper();

  private MultusNetworks() {}

  /** The Pod's networks and Kuma's, in the form in which the Pod lists them. */
  static String with(AdmittedPod pod) {
    var networks = pod.annotations().getOrDefault(Annotations.MULTUS_NETWORKS, "").strip();
    if (networks.isEmpty()) {
      return KUMA_CNI;
    }
    return networks.startsWith("[") ? json(networks) : list(networks);
  }

  private static String list(String networks) {
    return Arrays.stream(networks.split(",")).map(String::strip).anyMatch(KUMA_CNI::equals)
        ? networks
        : networks + "," + KUMA_CNI;
  }

  /** Something that is no JSON list is left to Multus to complain about. */
  private static String json(String networks) {
    try {
      if (!(JSON.readTree(networks) instanceof ArrayNode array)) {
        return networks;
      }
      for (var network : array) {
        if (network.path("name").asText().equals(KUMA_CNI)) {
          return networks;
        }
      }
      array.addObject().put("name", KUMA_CNI);
      return array.toString();
    } catch (JsonProcessingException e) {
      return networks;
    }
  }
}
