package io.higuma.gui;

import io.higuma.api.InventoryQuery;
import io.higuma.api.InventorySnapshot;
import java.util.List;

/**
 * An option of a select element.
 *
 * @param value what the form sends
 * @param label what is shown
 */
public record Choice(String value, String label, boolean selected) {
  /** The namespaces that have Pods; that of the query is selected. */
  static List<Choice> namespaces(InventorySnapshot snapshot, InventoryQuery query) {
    return snapshot.namespaces().keySet().stream()
        .map(name -> new Choice(name, name, name.equals(query.namespace())))
        .toList();
  }
}
