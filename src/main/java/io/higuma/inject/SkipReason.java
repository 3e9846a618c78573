package io.higuma.inject;

import java.util.Locale;

/** Why a Pod stays as it is. */
public enum SkipReason {
  /** It is in a namespace that is never injected. */
  EXCLUDED_NAMESPACE("Pods of kube-system and of the system namespace are never injected"),
  /** It carries one of the exception labels of the settings. */
  EXCEPTION_LABEL("a label of the Pod is listed in injector.exceptions.labels"),
  /** It has a container named {@code kuma-sidecar}. */
  ALREADY_INJECTED("the Pod already has a container named kuma-sidecar"),
  /** Its own label says no. */
  POD_LABEL_DISABLED("the Pod's label kuma.io/sidecar-injection says no"),
  /** The label of its Namespace says no. */
  NAMESPACE_LABEL_DISABLED("the Namespace's label kuma.io/sidecar-injection says no"),
  /** Neither Pod nor Namespace asks for injection. */
  NOT_LABELLED("neither the Pod nor its Namespace carries the label kuma.io/sidecar-injection"),
  /** It uses the network of its node. */
  HOST_NETWORK("the Pod uses its node's network, whose traffic must not be redirected"),
  /** It is for Nodes that run Windows. */
  WINDOWS("the Pod runs on Windows, for which there is no sidecar");

  private final String sentence;

  SkipReason(String sentence) {
    this.sentence = sentence;
  }

  /** The stable snake_case word for metrics and programs. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The same for people. */
  public String sentence() {
    return sentence;
  }
}
