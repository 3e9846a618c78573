package io.higuma.inject;

import java.util.Locale;

/** Why a Pod is not injected. */
public enum SkipReason {
  /** It is in a namespace that is never injected. */
  EXCLUDED_NAMESPACE("Pods of kube-system and of the system namespace are never injected"),
  /** It has an exception label of the settings. */
  EXCEPTION_LABEL("a label of the Pod is listed in injector.exceptions.labels"),
  /** It has a container named {@code kuma-sidecar}. */
  ALREADY_INJECTED("the Pod already has a container named kuma-sidecar"),
  /** Its label disables injection. */
  POD_LABEL_DISABLED("the Pod's label kuma.io/sidecar-injection says no"),
  /** The label of its Namespace disables injection. */
  NAMESPACE_LABEL_DISABLED("the Namespace's label kuma.io/sidecar-injection says no"),
  /** Neither the Pod nor its Namespace is labelled for injection. */
  NOT_LABELLED("neither the Pod nor its Namespace carries the label kuma.io/sidecar-injection"),
  /** It uses the host network. */
  HOST_NETWORK("the Pod uses its node's network, whose traffic must not be redirected"),
  /** It is meant for Windows Nodes. */
  WINDOWS("the Pod runs on Windows, for which there is no sidecar");

  private final String sentence;

  SkipReason(String sentence) {
    this.sentence = sentence;
  }

  /** The stable snake_case code for metrics and clients. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The reason as a sentence. */
  public String sentence() {
    return sentence;
  }
}
