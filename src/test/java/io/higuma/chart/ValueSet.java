package io.higuma.chart;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.Settings;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import io.higuma.testing.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Values of the chart and the golden rendered from them: a folder with {@code values.yaml} and
 * {@code manifests.yaml}.
 *
 * @param folder the folder
 */
record ValueSet(Path folder) {
  static final String CHART = "helm/higuma";

  /** The oldest Kubernetes that the chart supports. */
  private static final String KUBERNETES = "1.30.0";

  private static final Path FOLDER = Path.of("src/test/resources/chart");
  private static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory());

  /** All sets. */
  static List<ValueSet> all() {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.sorted().map(ValueSet::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ValueSet named(String name) {
    return new ValueSet(FOLDER.resolve(name));
  }

  Path values() {
    return folder.resolve("values.yaml");
  }

  Path manifests() {
    return folder.resolve("manifests.yaml");
  }

  /** Renders the chart with these values. */
  String rendered() {
    return Tool.HELM
        .run(
            "template",
            "higuma",
            CHART,
            "--namespace=kuma-system",
            "--kube-version=" + KUBERNETES,
            "--values=" + values())
        .succeeded()
        .out();
  }

  /** The objects of the golden. */
  List<JsonNode> objects() {
    return objects(text(manifests()));
  }

  /** The golden's object of this kind whose name has this suffix. */
  JsonNode object(String kind, String nameEnd) {
    return objects().stream()
        .filter(object -> object.path("kind").asText().equals(kind))
        .filter(object -> object.at("/metadata/name").asText().endsWith(nameEnd))
        .findFirst()
        .orElseThrow();
  }

  static List<JsonNode> objects(String yaml) {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      return documents.readAll().stream().filter(JsonNode::isObject).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the control plane reads from the rendered configuration file. */
  static Settings settings(List<JsonNode> rendered) {
    String file =
        rendered.stream()
            .filter(object -> object.path("kind").asText().equals("ConfigMap"))
            .map(object -> object.at("/data/config.yaml").asText())
            .findFirst()
            .orElseThrow();
    LoadedSettings loaded =
        SettingsLoader.load(SettingsSources.none().withFile("config.yaml", file));
    return ((LoadedSettings.Valid) loaded).settings();
  }

  static String text(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return folder.getFileName().toString();
  }
}
