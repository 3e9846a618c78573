package io.higuma.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Generates the chart's README from {@code values.yaml}: a comment that begins with {@code --}
 * describes the value below it.
 */
final class ChartReadme {
  private static final Path VALUES = Path.of(ValueSet.CHART, "values.yaml");
  private static final Pattern MEANING = Pattern.compile(" *# -- (.*)");
  private static final Pattern MORE = Pattern.compile(" *# (.*)");
  private static final Pattern KEY = Pattern.compile("( *)([A-Za-z]+):.*");
  private static final String INTRODUCTION =
      """
      # Higuma

      The Kubernetes part of a service mesh control plane: it injects Kuma's sidecar into Pods when
      they are created, maintains a `Dataplane` for each of them, and serves sidecars their
      configuration in meshes without mTLS.

          helm install higuma helm/higuma --namespace kuma-system --create-namespace

      Needs Kubernetes 1.30 or newer. The Pod complies with the Pod Security standard `restricted`,
      so the namespace can be labelled `pod-security.kubernetes.io/enforce=restricted`.

      - The webhooks' certificate is created and renewed by Higuma itself, read from a Secret
        (`controlPlane.tls.general.secretName`), or issued by cert-manager
        (`controlPlane.tls.general.certManager.enabled`).
      - CustomResourceDefinitions of Kuma's kinds are installed if they do not exist. Helm neither
        changes them with `helm upgrade` nor removes them with `helm uninstall`; `--skip-crds` does
        not install them.
      - All other settings (`docs/settings.md`) go into `controlPlane.config`. Changes below
        `runtime.kubernetes.injector` apply without a restart, and so do changes of `dataPlane.*`.
      - Migration from Kuma: `docs/migration-from-kuma.md`. If Pods cannot be created:
        `docs/emergency.md`.

      ## Values

      Generated from `values.yaml`; do not edit. Unknown values are refused. Values that also exist
      in Kuma's chart have the same names.

      | value | default | meaning |
      |---|---|---|
      """;

  private ChartReadme() {}

  /** The whole page. */
  static String markdown() {
    return meanings().entrySet().stream()
        .map(
            value ->
                "| `%s` | %s | %s. |\n"
                    .formatted(value.getKey(), shown(value.getKey()), value.getValue()))
        .collect(Collectors.joining("", INTRODUCTION, ""));
  }

  /** Descriptions of values by their path, in the order of the file. */
  static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    Deque<String> path = new ArrayDeque<>();
    List<String> meaning = new ArrayList<>();
    for (String line : ValueSet.text(VALUES).lines().toList()) {
      Matcher begin = MEANING.matcher(line);
      Matcher more = MORE.matcher(line);
      Matcher key = KEY.matcher(line);
      if (begin.matches()) {
        meaning.add(begin.group(1));
      } else if (more.matches() && !meaning.isEmpty()) {
        meaning.add(more.group(1));
      } else if (key.matches()) {
        while (path.size() > key.group(1).length() / 2) {
          path.removeLast();
        }
        path.addLast(key.group(2));
        if (!meaning.isEmpty()) {
          meanings.put(String.join(".", path), String.join(" ", meaning));
        }
        meaning.clear();
      }
    }
    return meanings;
  }

  /** The default values. */
  static JsonNode values() {
    try {
      return new YAMLMapper().readTree(VALUES.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String shown(String path) {
    String json = values().at("/" + path.replace('.', '/')).toString();
    return json.length() > 60 ? "see `values.yaml`" : "`" + json + "`";
  }
}
