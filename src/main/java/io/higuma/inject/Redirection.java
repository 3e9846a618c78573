package io.higuma.inject;

import java.util.List;
import java.util.Map;

/**
 * How the traffic of one Pod is redirected.
 *
 * @param annotations what is written on the Pod about it
 * @param initArguments arguments of {@code kuma-init}
 * @param ipFamilyMode {@code dualstack} or {@code ipv4}
 * @param inbound whether inbound traffic is redirected
 */
record Redirection(
    Map<String, String> annotations,
    List<String> initArguments,
    String ipFamilyMode,
    boolean inbound) {}
