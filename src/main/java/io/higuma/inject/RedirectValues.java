package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.higuma.kuma.AnnotationParsers;
import io.higuma.kuma.GoDuration;
import io.higuma.kuma.IpBlock;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.UidPorts;
import io.higuma.kuma.Violation;
import io.higuma.kuma.yaml.KubernetesYaml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parses the values of a redirect configuration as {@code kumactl} does, so that {@code kuma-init}
 * does not fail. In addition, numbers and booleans may be quoted. Adds what is invalid to {@code
 * violations}.
 */
record RedirectValues(List<Violation> violations) {
  static final String BAD = "bad_redirect_config";

  private static final int MAX_PORT = 65535;

  /** Ports for UIDs; its elements contain commas, so that a text has semicolons between them. */
  private static final String PORTS_FOR_UIDS = "excludePortsForUIDs";

  /** The highest level of the kernel's log. */
  private static final int MAX_LEVEL = 7;

  /**
   * The value at {@code where}, a path of keys, in the type of its default; empty if it is invalid.
   */
  Optional<JsonNode> read(String where, JsonNode standard, JsonNode value) {
    return switch (standard.getNodeType()) {
      case ARRAY -> Optional.of(list(where, value));
      case BOOLEAN -> flag(where, value);
      case NUMBER -> number(where, value);
      case STRING -> text(where, value);
      case OBJECT, BINARY, MISSING, NULL, POJO -> {
        bad(where, value, "keys and values");
        yield Optional.empty();
      }
    };
  }

  private static String key(String where) {
    return where.substring(where.lastIndexOf('.') + 1);
  }

  private Optional<JsonNode> flag(String where, JsonNode value) {
    return switch (KubernetesYaml.text(value).orElse("")) {
      case "true" -> Optional.of(BooleanNode.TRUE);
      case "false" -> Optional.of(BooleanNode.FALSE);
      default -> {
        bad(where, value, "true or false");
        yield Optional.empty();
      }
    };
  }

  private Optional<JsonNode> number(String where, JsonNode value) {
    int min = key(where).equals("port") ? 1 : 0;
    int max =
        switch (key(where)) {
          case "port" -> MAX_PORT;
          case "level" -> MAX_LEVEL;
          default -> Integer.MAX_VALUE;
        };
    long number = wholeNumber(value);
    if (number < min || number > max) {
      bad(where, value, "a whole number from " + min + " to " + max);
      return Optional.empty();
    }
    return Optional.of(IntNode.valueOf((int) number));
  }

  /** The number; -1 if it is not a whole number, or negative. */
  private static long wholeNumber(JsonNode value) {
    if (value.isTextual()) {
      return AnnotationParsers.digits(value.textValue(), 10);
    }
    boolean isWhole = value.canConvertToExactIntegral() && value.canConvertToLong();
    return isWhole ? value.longValue() : -1;
  }

  private Optional<JsonNode> text(String where, JsonNode value) {
    var text = KubernetesYaml.text(value);
    if (text.isEmpty()) {
      bad(where, value, "text");
      return Optional.empty();
    }
    return switch (key(where)) {
      case "ipFamilyMode" ->
          valid(AnnotationParsers.ipFamilyMode(where, text.get())).map(TextNode::valueOf);
      case "sleepBetweenRetries" ->
          valid(notNegative(where, text.get())).map(_ -> TextNode.valueOf(text.get()));
      default -> Optional.of(TextNode.valueOf(text.get()));
    };
  }

  private static Parsed<Duration> notNegative(String where, String text) {
    return GoDuration.parse(where, text)
        .flatMap(
            duration ->
                duration.isNegative()
                    ? Parsed.bad(where, BAD, text, "a duration not below 0s")
                    : Parsed.good(duration));
  }

  /** Parses a YAML list or a text of several elements. */
  private ArrayNode list(String where, JsonNode value) {
    var list = JsonNodes.array(List.of());
    for (var piece : pieces(where, value)) {
      switch (key(where)) {
        case "includePorts", "excludePorts" ->
            valid(AnnotationParsers.nonZeroPort(where, piece)).ifPresent(list::add);
        case "excludePortsForIPs" ->
            valid(AnnotationParsers.addresses(where, piece))
                .ifPresent(addresses -> addresses.forEach(list::add));
        case PORTS_FOR_UIDS ->
            valid(UidPorts.read(where, piece)).ifPresent(ports -> ports.forEach(list::add));
        default -> valid(network(where, piece)).ifPresent(list::add);
      }
    }
    return list;
  }

  private static Parsed<String> network(String where, String piece) {
    int colon = piece.indexOf(':');
    var block = piece.substring(colon + 1);
    return colon > 0 && block.indexOf('/') >= 0 && IpBlock.isAddressOrBlock(block)
        ? Parsed.good(piece)
        : Parsed.bad(where, BAD, piece, "interface:CIDR, such as docker0:172.17.0.0/16");
  }

  /** The elements of a list, trimmed, without empty ones. */
  private List<String> pieces(String where, JsonNode value) {
    var pieces = new ArrayList<String>();
    if (value.isArray()) {
      for (var element : value) {
        KubernetesYaml.text(element)
            .ifPresentOrElse(
                text -> pieces.add(text.strip()),
                () -> bad(where, element, "text or a number in the list"));
      }
    } else {
      var isWhole = key(where).equals(PORTS_FOR_UIDS);
      KubernetesYaml.text(value)
          .ifPresentOrElse(
              text -> pieces.addAll(isWhole ? List.of(text.strip()) : AnnotationParsers.list(text)),
              () -> bad(where, value, "a list, or text with " + (isWhole ? "';'" : "commas")));
    }
    pieces.removeIf(String::isEmpty);
    return pieces;
  }

  private <T> Optional<T> valid(Parsed<T> parsed) {
    return switch (parsed) {
      case Parsed.Good<T>(T value) -> Optional.of(value);
      case Parsed.Bad<T>(Violation violation) -> {
        violations.add(new Violation(violation.path(), BAD, violation.message()));
        yield Optional.empty();
      }
    };
  }

  private void bad(String where, JsonNode value, String expected) {
    violations.add(Violation.ofValue(where, BAD, value.toString(), expected));
  }
}
