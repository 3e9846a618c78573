package io.higuma.inject;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Traffic redirection of a Pod: annotations and arguments of the init container.
 *
 * @param annotations the annotations to add, in order
 * @param initArguments arguments of {@code kuma-init}
 * @param ipFamilyMode {@code dualstack} or {@code ipv4}
 * @param inbound whether inbound traffic is redirected
 * @param sentence a description for the trace
 */
record Redirection(
    Map<String, String> annotations,
    List<String> initArguments,
    String ipFamilyMode,
    boolean inbound,
    String sentence) {
  /** Copies map and list. */
  Redirection {
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    initArguments = List.copyOf(initArguments);
  }

  /** The description: redirection by flags or by a ConfigMap. */
  static String sentence(String by, InjectionContext injection) {
    var cni = injection.injector().cniEnabled() ? ", set up by the CNI plugin" : "";
    return "redirection by " + by + cni;
  }
}
