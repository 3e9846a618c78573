package io.higuma.kuma;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Application protocol that the mesh supports. */
public enum Protocol {
  HTTP,
  HTTP2,
  TCP,
  TLS,
  GRPC,
  KAFKA,
  MYSQL;

  /** The protocol of this name; case does not matter. */
  public static Optional<Protocol> of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(protocol -> protocol.tag().equals(lower)).findFirst();
  }

  /** All names, for messages. */
  public static String names() {
    return Arrays.stream(values()).map(Protocol::tag).collect(Collectors.joining(", "));
  }

  /** The name as written in tags. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
