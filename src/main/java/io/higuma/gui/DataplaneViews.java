package io.higuma.gui;

import io.higuma.api.Explanations;
import io.higuma.api.Inventory;
import io.higuma.api.InventoryQuery;
import io.higuma.api.Problem;
import io.higuma.api.ProxyView;
import io.higuma.api.status.DataplaneInspection;
import io.higuma.api.status.DataplaneRow;
import io.higuma.api.status.DataplaneView;
import io.higuma.gui.DataplaneDetail.Inbound;
import io.higuma.gui.DataplaneDetail.ServiceRow;
import io.higuma.gui.DataplaneTable.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Prepares Dataplanes for the templates. */
@Singleton
final class DataplaneViews {
  private final Inventory inventory;
  private final DataplaneInspection dataplanes;

  @Inject
  DataplaneViews(Inventory inventory, DataplaneInspection dataplanes) {
    this.inventory = inventory;
    this.dataplanes = dataplanes;
  }

  static String href(Page page, String namespace, String name) {
    return Links.path(page.href(View.DATAPLANES), namespace, name);
  }

  DataplaneTable table(Page page, InventoryQuery query) {
    IntFunction<String> link = offset -> link(page, query, offset);
    var listed = dataplanes.list(query, link);
    var rows = listed.dataplanes().stream().map(row -> row(page, row)).toList();
    return new DataplaneTable(
        query.name(),
        Choice.namespaces(inventory.recent(), query),
        rows,
        listed.online(),
        Paging.of(query, rows.size(), listed.total(), "Dataplanes", link));
  }

  private static String link(Page page, InventoryQuery query, int offset) {
    return Links.query(
        page.href(View.DATAPLANES),
        Links.parameters(
            "namespace", query.namespace(), "name", query.name(), "offset", Links.number(offset)));
  }

  private static Row row(Page page, DataplaneRow row) {
    return new Row(
        "d-" + row.namespace() + "-" + row.name(),
        row.namespace(),
        row.name(),
        href(page, row.namespace(), row.name()),
        row.mesh(),
        row.inbounds(),
        row.ready(),
        row.proxy().filter(ProxyView::online).isPresent(),
        WorkloadViews.connection(row.proxy()));
  }

  DataplaneDetail detail(String namespace, String name) {
    var view = dataplanes.of(namespace, name);
    return new DataplaneDetail(
        sentence(view),
        view.result().equals("failed"),
        connection(view.connection()),
        view.connection().stream()
            .flatMap(connection -> connection.types().stream())
            .map(DataplaneViews::type)
            .toList(),
        view.inbounds().stream().map(DataplaneViews::inbound).toList(),
        view.services().stream()
            .map(DataplaneViews::service)
            .sorted(Comparator.comparing(ServiceRow::matches).reversed())
            .toList(),
        view.problems().stream().map(Problem.Single::text).toList());
  }

  private static String sentence(DataplaneView view) {
    return switch (view.result()) {
      case "dataplane" ->
          "The Pod has a Dataplane in mesh %s. The one in the cluster %s."
              .formatted(view.mesh().orElse("?"), stored(view.stored()));
      case "none" -> "The Pod has no Dataplane: " + view.message().orElse("?") + ".";
      default -> "The Pod cannot be converted to a Dataplane.";
    };
  }

  private static String stored(String stored) {
    return switch (stored) {
      case "current" -> "is current";
      case "differs" -> "differs from it";
      default -> "is missing";
    };
  }

  private static List<Fact> connection(Optional<DataplaneView.Connection> connection) {
    var facts = new ArrayList<Fact>();
    if (connection.isEmpty()) {
      facts.add(new Fact("Sidecar", "never connected"));
      return facts;
    }
    var known = connection.get();
    facts.add(new Fact("Sidecar", known.online() ? "online" : "offline"));
    facts.add(new Fact("Since", known.since()));
    facts.add(
        new Fact("Control plane", known.controlPlane() + (known.here() ? " (this replica)" : "")));
    known.rejected().ifPresent(why -> facts.add(new Fact("Rejects its configuration", why)));
    known.versions().forEach((part, version) -> facts.add(new Fact("Version of " + part, version)));
    return facts;
  }

  private static DataplaneDetail.Type type(DataplaneView.Resources type) {
    return new DataplaneDetail.Type(
        type.type().toUpperCase(Locale.ROOT),
        type.sent(),
        type.acknowledged(),
        type.rejected(),
        type.version().orElse(""));
  }

  private static Inbound inbound(DataplaneView.Inbound inbound) {
    return new Inbound(
        inbound.port(), inbound.name(), inbound.protocol(), inbound.state(), tags(inbound.tags()));
  }

  private static List<String> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> tag.getKey() + "=" + tag.getValue())
        .sorted()
        .toList();
  }

  private static ServiceRow service(DataplaneView.Service service) {
    var reasons = new ArrayList<String>();
    reasons.add(service.sentence());
    service.differences().forEach(difference -> reasons.add(text(difference)));
    return new ServiceRow(
        service.service(),
        service.matches(),
        reasons,
        service.ports().stream().map(DataplaneViews::text).toList());
  }

  private static String text(DataplaneView.Difference difference) {
    return "label %s: wanted %s, found %s%s"
        .formatted(
            difference.label(),
            difference.wanted(),
            difference.found().orElse("none"),
            difference.ignored() ? " (ignored by the settings)" : "");
  }

  private static String text(Explanations.Port port) {
    return "port %d to %s: %s".formatted(port.port(), port.targetPort(), port.sentence());
  }
}
