package io.higuma.cli.install;

import io.higuma.settings.NearestName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The values of the chart that can be set without Helm, in the order of their application. */
final class ChartValues {
  /** Prefix of values that are environment variables. */
  static final String VARIABLES = "controlPlane.envVars.";

  /** Prefix of values that are settings. */
  static final String SETTINGS = "controlPlane.config.";

  private static final List<ChartValue> ALL =
      Stream.concat(ObjectValues.all().stream(), SettingValues.all().stream()).toList();

  private ChartValues() {}

  /** The keys that can be set; a key that ends in a dot is continued by a name. */
  static List<String> keys() {
    var prefixes = MapValue.all().stream().map(MapValue::prefix);
    return Stream.concat(
            ALL.stream().map(ChartValue::key),
            Stream.concat(Stream.of(VARIABLES, SETTINGS), prefixes))
        .toList();
  }

  /** The value with this key; empty if it is not in the table. */
  static Optional<ChartValue> find(String key) {
    return ALL.stream()
        .filter(value -> value.key().equals(key))
        .findFirst()
        .or(() -> MapValue.find(key));
  }

  /** Its place in the order of application. */
  static int position(ChartValue value) {
    int index = ALL.indexOf(value);
    return index < 0 ? ALL.size() : index;
  }

  /** Suffix of a message about an unknown key; empty if none is similar. */
  static String hint(String key) {
    return NearestName.to(key, keys()).map(name -> "; did you mean " + name + "?").orElse("");
  }
}
