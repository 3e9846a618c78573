package io.higuma.sandbox;

import io.higuma.sandbox.kube.LocalKube;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ports of the control plane: the usual ones, and free ones instead of those that are taken.
 *
 * @param replaced which were taken, to what is used instead
 */
record Ports(int webhook, int diagnostics, int http, int https, Map<Integer, Integer> replaced) {
  private static final int WEBHOOK = 5443;
  private static final int DIAGNOSTICS = 5680;
  private static final int HTTP = 5681;
  private static final int HTTPS = 5682;

  static Ports choose() throws IOException {
    var others = new LinkedHashMap<Integer, Integer>();
    var free = LocalKube.freePorts(4).iterator();
    for (int usual : new int[] {WEBHOOK, DIAGNOSTICS, HTTP, HTTPS}) {
      if (!isFree(usual)) {
        others.put(usual, free.next());
      }
    }
    return new Ports(
        others.getOrDefault(WEBHOOK, WEBHOOK),
        others.getOrDefault(DIAGNOSTICS, DIAGNOSTICS),
        others.getOrDefault(HTTP, HTTP),
        others.getOrDefault(HTTPS, HTTPS),
        Map.copyOf(others));
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port)) {
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** The settings that make the control plane use them, on the loopback address where they can. */
  Map<String, String> settings() {
    return Map.of(
        "KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_ADDRESS", "127.0.0.1",
        "KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_PORT", Integer.toString(webhook),
        "KUMA_DIAGNOSTICS_SERVER_PORT", Integer.toString(diagnostics),
        "KUMA_API_SERVER_HTTP_INTERFACE", "127.0.0.1",
        "KUMA_API_SERVER_HTTP_PORT", Integer.toString(http),
        "KUMA_API_SERVER_HTTPS_INTERFACE", "127.0.0.1",
        "KUMA_API_SERVER_HTTPS_PORT", Integer.toString(https));
  }

  /** Which ports were taken, a sentence each. */
  List<String> notes() {
    return new TreeMap<>(replaced)
        .entrySet().stream()
            .map(one -> "port %d is taken: %d instead".formatted(one.getKey(), one.getValue()))
            .toList();
  }
}
