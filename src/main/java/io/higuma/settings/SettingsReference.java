package io.higuma.settings;

import java.util.Comparator;
import java.util.List;

/** Generates the reference page of all settings from the catalogue. */
public final class SettingsReference {
  private static final String HEAD =
      """
      # Settings

      Made from the code; do not edit. Each value comes from the defaults, the file given by
      `--config-file` (in the form of Kuma's `kuma-cp` configuration), its environment variable,
      `--set key=value` and overrides: a later one wins over an earlier one.

      - Durations are written as in Go: `300ms`, `30s`, `1m30s`, `1.5h`; a bare number in a file is
        nanoseconds. Quantities are written as in Kubernetes: `50m`, `0.5`, `64Mi`.
      - Lists in variables and in `--set` are separated by commas, maps are `key:value,key:value`.
        A map in a file adds to the default; a key with an empty value (`key:` alone) takes an entry
        away.
      - An empty variable makes a text, list or map empty; for anything else it is refused.
      - Files are read as Kuma reads them: YAML 1.1 with anchors and merge keys; a number or a boolean
        is a text where a text belongs (`DEBUG: true` is `"true"`); of equal keys the last counts.
      - Keys that only Kuma has a use for are accepted, and one warning lists them. Unknown keys are
        warned about, and so is a setting below that has no effect, when it is set to something other
        than its default.
      """;

  private SettingsReference() {}

  /** The page, in Markdown. */
  public static String markdown() {
    StringBuilder page = new StringBuilder(HEAD);
    String section = "";
    List<SettingLeaf> leaves =
        Catalogue.leaves().stream()
            .sorted(Comparator.comparing(SettingsReference::section))
            .toList();
    for (SettingLeaf leaf : leaves) {
      if (!section(leaf).equals(section) || page.length() == HEAD.length()) {
        section = section(leaf);
        page.append("\n## ").append(section.isEmpty() ? "Top level" : "`" + section + "`");
        page.append("\n\n| key | variable | default | value | meaning |\n|---|---|---|---|---|\n");
      }
      page.append(row(leaf));
    }
    return page.toString();
  }

  private static String section(SettingLeaf leaf) {
    int dot = leaf.path().lastIndexOf('.');
    return dot < 0 ? "" : leaf.path().substring(0, dot);
  }

  private static String row(SettingLeaf leaf) {
    String key = leaf.path().substring(leaf.path().lastIndexOf('.') + 1);
    String alias = leaf.alias().map(path -> " Also `" + path + "`.").orElse("");
    String standard = leaf.defaultText().isEmpty() ? "" : "`" + leaf.defaultText() + "`";
    String noEffect = leaf.noEffect().map(reason -> " **No effect here:** " + reason).orElse("");
    return "| `%s` | `%s` | %s | %s | %s%s%s |\n"
        .formatted(key, leaf.env(), standard, leaf.expected(), leaf.doc(), alias, noEffect);
  }
}
