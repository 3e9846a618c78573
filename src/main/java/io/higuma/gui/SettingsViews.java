package io.higuma.gui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.higuma.api.ConfigService;
import io.higuma.api.ConfigView;
import io.higuma.api.OriginView;
import io.higuma.api.PageRequests;
import io.higuma.api.Problem;
import io.higuma.api.ProblemException;
import io.higuma.api.RevisionView;
import io.higuma.api.YamlText;
import io.higuma.settings.Catalogue;
import io.higuma.settings.LivePaths;
import io.higuma.settings.SettingLeaf;
import io.higuma.settings.SettingsJson;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Prepares settings and their history for the templates. */
@Singleton
final class SettingsViews {
  /** The path of the settings on the page; the rest of a path is that of the API. */
  static final String PATH = PageRequests.ROOT + "/config";

  /** The section that can be changed, as in the paths of the API. */
  static final String LIVE = PATH + "/" + LivePaths.ROOT.replace('.', '/');

  private final ConfigService config;

  @Inject
  SettingsViews(ConfigService config) {
    this.config = config;
  }

  SettingsTable table(Page page, String q, boolean changed) {
    var wanted = q.strip().toLowerCase(Locale.ROOT);
    var values = SettingsJson.of(config.settings());
    var origins = origins();
    var rows =
        Catalogue.leaves().stream()
            .filter(
                leaf -> (leaf.path() + " " + leaf.doc()).toLowerCase(Locale.ROOT).contains(wanted))
            .map(leaf -> row(page, leaf, values, originOf(leaf, origins)))
            .filter(row -> !changed || !row.origin().equals("default"))
            .toList();
    return new SettingsTable(
        q, changed, rows, Catalogue.leaves().size(), page.base() + LIVE + "/history");
  }

  private static SettingsTable.Row row(
      Page page, SettingLeaf leaf, JsonNode values, OriginView origin) {
    var value = values.at("/" + leaf.path().replace('.', '/'));
    return new SettingsTable.Row(
        leaf.path(),
        href(page, leaf),
        SettingText.of(value),
        text(origin),
        LivePaths.isLive(leaf.path()),
        leaf.doc());
  }

  private static OriginView originOf(SettingLeaf leaf, Map<String, OriginView> origins) {
    return Objects.requireNonNull(origins.get(leaf.path()), leaf.path());
  }

  /** The origins of all settings; each section is read once. */
  private Map<String, OriginView> origins() {
    Map<String, OriginView> origins = new LinkedHashMap<>();
    Catalogue.leaves().stream()
        .map(leaf -> leaf.path().split("\\.", 2)[0])
        .distinct()
        .forEach(section -> config.view(section).ifPresent(view -> origins.putAll(view.origins())));
    return origins;
  }

  private static String href(Page page, SettingLeaf leaf) {
    return page.root() + apiPath(leaf);
  }

  /** The path of a setting in the API. */
  static String apiPath(SettingLeaf leaf) {
    return "/config/" + leaf.path().replace('.', '/');
  }

  private static String text(OriginView origin) {
    return origin.name().isEmpty() ? origin.from() : origin.from() + " " + origin.name();
  }

  /** The setting at a path of the page; a section or an unknown key is a problem. */
  SettingLeaf leaf(String path) {
    return Optional.of(path)
        .filter(written -> written.indexOf('.') < 0)
        .map(written -> written.replace('/', '.'))
        .flatMap(Catalogue::byPath)
        .orElseThrow(
            () -> new ProblemException(Problem.Kind.NOT_FOUND, "there is no setting " + path));
  }

  /**
   * One setting.
   *
   * @param edited the text in the form; empty for the value in force
   * @param mayChange whether the caller may change it
   */
  SettingDetail detail(Page page, SettingLeaf leaf, Optional<String> edited, boolean mayChange) {
    var view = config.view(leaf.path()).orElseThrow();
    var value = SettingText.of(view.value());
    var reason = notEditable(leaf, view.value(), mayChange);
    return new SettingDetail(
        href(page, leaf),
        facts(leaf, view, value),
        leaf.doc(),
        edited.orElse(value),
        view.tag(),
        !view.overridden().isEmpty(),
        reason.isEmpty(),
        reason);
  }

  /** Why a setting has no form; empty if it has one. */
  static String notEditable(SettingLeaf leaf, JsonNode value, boolean mayChange) {
    if (!LivePaths.isLive(leaf.path())) {
      return leaf.path() + " " + LivePaths.notLive(leaf.path());
    }
    if (!mayChange) {
      return "you have no right to patch " + apiPath(leaf);
    }
    return SettingText.isReadAs(leaf, value)
        ? ""
        : "as one line of text its value would become another one; change it by the API";
  }

  private static List<Fact> facts(SettingLeaf leaf, ConfigView view, String value) {
    var facts = new ArrayList<Fact>();
    facts.add(new Fact("Value", value.isEmpty() ? "(empty)" : value));
    view.origins().forEach((path, origin) -> facts.add(new Fact("Comes from", text(origin))));
    view.overridden()
        .forEach(
            (path, base) ->
                facts.add(
                    new Fact(
                        "Without the override",
                        SettingText.of(base.value()) + " (" + text(base.origin()) + ")")));
    facts.add(new Fact("Default", leaf.defaultText().isEmpty() ? "(empty)" : leaf.defaultText()));
    facts.add(new Fact("Expected", leaf.expected()));
    facts.add(new Fact("Environment variable", leaf.env()));
    leaf.noEffect().ifPresent(why -> facts.add(new Fact("No effect", why)));
    return facts;
  }

  SettingsHistory history(Page page, boolean mayChange) {
    var history = config.history();
    var tag = config.view(LivePaths.ROOT).orElseThrow().tag();
    var rows =
        history.revisions().stream()
            .map(revision -> revision(page, revision, history.revision()))
            .toList();
    return new SettingsHistory(
        history.revision(), history.rejected(), rows, tag, mayChange, page.base() + PATH);
  }

  private static SettingsHistory.Row revision(Page page, RevisionView revision, long current) {
    var overrides =
        revision.overrides() instanceof MissingNode || revision.overrides().isEmpty()
            ? "(none)\n"
            : YamlText.of(revision.overrides());
    return new SettingsHistory.Row(
        revision.revision(),
        revision.at(),
        revision.by(),
        revision.via(),
        revision.note(),
        overrides,
        revision.revision() == current,
        page.base() + LIVE + "/rollback/" + revision.revision());
  }
}
