package io.higuma.sandbox;

import io.higuma.sandbox.kube.FreePorts;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ports of the control plane: the defaults, or free ones if they are in use or the process has
 * {@linkplain FreePorts ports of its own}.
 *
 * @param replaced maps default ports in use to their replacements
 */
record Ports(
    int webhook,
    int diagnostics,
    int http,
    int https,
    int sidecars,
    Map<Integer, Integer> replaced) {
  private static final int WEBHOOK = 5443;
  private static final int DIAGNOSTICS = 5680;
  private static final int HTTP = 5681;
  private static final int HTTPS = 5682;
  private static final int SIDECARS = 5678;

  static Ports choose() throws IOException {
    var free = FreePorts.take(5).iterator();
    if (FreePorts.areOfARange()) {
      return new Ports(free.next(), free.next(), free.next(), free.next(), free.next(), Map.of());
    }
    var replaced = new LinkedHashMap<Integer, Integer>();
    for (int port : new int[] {WEBHOOK, DIAGNOSTICS, HTTP, HTTPS, SIDECARS}) {
      if (!isFree(port)) {
        replaced.put(port, free.next());
      }
    }
    return new Ports(
        replaced.getOrDefault(WEBHOOK, WEBHOOK),
        replaced.getOrDefault(DIAGNOSTICS, DIAGNOSTICS),
        replaced.getOrDefault(HTTP, HTTP),
        replaced.getOrDefault(HTTPS, HTTPS),
        replaced.getOrDefault(SIDECARS, SIDECARS),
        Map.copyOf(replaced));
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port)) {
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** Settings of the control plane for these ports, on the loopback address if possible. */
  Map<String, String> settings() {
    return Map.of(
        "KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_ADDRESS", "127.0.0.1",
        "KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_PORT", Integer.toString(webhook),
        "KUMA_DIAGNOSTICS_SERVER_PORT", Integer.toString(diagnostics),
        "KUMA_API_SERVER_HTTP_INTERFACE", "127.0.0.1",
        "KUMA_API_SERVER_HTTP_PORT", Integer.toString(http),
        "KUMA_API_SERVER_HTTPS_INTERFACE", "127.0.0.1",
        "KUMA_API_SERVER_HTTPS_PORT", Integer.toString(https),
        "KUMA_DP_SERVER_PORT", Integer.toString(sidecars));
  }

  /** A note for each default port in use. */
  List<String> notes() {
    return new TreeMap<>(replaced)
        .entrySet().stream()
            .map(one -> "port %d is taken: %d instead".formatted(one.getKey(), one.getValue()))
            .toList();
  }
}
