package io.higuma.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cli.status.InjectionState;
import io.higuma.cli.status.StatusView;
import io.higuma.cli.status.StatusView.InboundRow;
import io.higuma.cli.status.StatusView.PodRow;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** The displayed status of the sandbox: its Pods, refused ones last, and their Dataplanes. */
final class SandboxStatus {
  /** The sandbox's namespace, which is not displayed. */
  private static final String NAMESPACE = "bookstore";

  private SandboxStatus() {}

  static StatusView of(
      ClusterState cluster,
      Map<String, InjectionState> states,
      Collection<Documents.Refused> refused) {
    var pods =
        Stream.concat(
                cluster.pods().stream().map(pod -> PodRow.of(displayName(pod), pod, states)),
                refused.stream()
                    .sorted(Comparator.comparing(Documents.Refused::name))
                    .map(SandboxStatus::row))
            .toList();
    var inbounds =
        cluster.dataplanes().stream()
            .flatMap(dataplane -> InboundRow.of(displayName(dataplane), dataplane))
            .toList();
    return new StatusView(pods, inbounds);
  }

  private static PodRow row(Documents.Refused refused) {
    return new PodRow(
        displayName(refused.namespace(), refused.name()), "", "", "refused", refused.message());
  }

  private static String displayName(JsonNode object) {
    return displayName(ClusterState.namespace(object), ClusterState.name(object));
  }

  private static String displayName(String namespace, String name) {
    return namespace.equals(NAMESPACE) ? name : namespace + "/" + name;
  }
}
