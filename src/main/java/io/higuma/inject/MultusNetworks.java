package io.higuma.inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.higuma.kuma.Annotations;
import java.util.Arrays;

/** Adds Kuma's CNI to the Multus annotation, which is a comma-separated or a JSON list. */
final class MultusNetworks {
  private static final String KUMA_CNI = "kuma-cni";
  private static final ObjectMapper JSON = new ObjectMapper();

  private MultusNetworks() {}

  /** Returns the Pod's networks and Kuma's in the format of the Pod's annotation. */
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

  /** An invalid JSON list stays unchanged; Multus reports it. */
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
