package io.higuma.settings;

import java.util.Optional;

/** Constraints of a value beyond its type and range. */
public enum Check {
  ANY(""),
  NOT_EMPTY("text that is not empty"),
  POSITIVE("a duration above 0s"),
  NOT_NEGATIVE("a duration not below 0s"),
  DNS_LABEL("1 to 63 lower case letters, digits and inner dashes"),
  DNS_SUBDOMAIN("names of 1 to 253 lower case letters, digits and inner dashes and dots"),
  DNS_SUBDOMAIN_OR_EMPTY(
      "nothing, or 1 to 253 lower case letters, digits and inner dashes and dots"),
  DNS_NAME("1 to 63 letters, digits and inner dashes, underscores and dots"),
  IPV4_RANGE("a CIDR of IPv4 addresses, such as 240.0.0.0/4"),
  ADDRESSES("a list of IP addresses and CIDRs"),
  LABEL_KEYS("keys of labels, such as app or example.com/app"),
  ENV_NAMES("names of environment variables: printable ASCII without ="),
  PATH("a path that starts with /"),
  URL_PATH("the path of a URL, such as / or /kuma"),
  CIPHER_SUITES("names of cipher suites as in Go, such as TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
  ORIGINS("origins such as https://example.com, regular expressions for whole origins, or *");

  private final String sentence;

  Check(String sentence) {
    this.sentence = sentence;
  }

  /** Describes the expected value; empty for {@link #ANY}. */
  public Optional<String> sentence() {
    return sentence.isEmpty() ? Optional.empty() : Optional.of(sentence);
  }
}
