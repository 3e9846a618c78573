package io.higuma.cli.offline;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.dataplane.Conversion;
import io.higuma.dataplane.DataplaneFactory;
import io.higuma.dataplane.DataplaneSettings;
import io.higuma.dataplane.PodTrimmer;
import io.higuma.inject.workload.DocumentKinds;
import java.util.ArrayList;
import java.util.List;

/** Makes the Dataplanes of the Pods in documents, without a cluster. */
public final class OfflineDataplanes {
  private final DataplaneFactory factory;
  private final DocumentRelatedObjects neighbours;
  private final String namespace;
  private final PodTrimmer views = new PodTrimmer();

  /**
   * Makes them so.
   *
   * @param namespace for Pods that name none
   */
  public OfflineDataplanes(
      DataplaneSettings settings, DocumentRelatedObjects neighbours, String namespace) {
    this.factory = new DataplaneFactory(settings);
    this.neighbours = neighbours;
    this.namespace = namespace;
  }

  /**
   * What becomes of one Pod.
   *
   * @param pod how people call it: {@code Pod shop/web}
   * @param conversion its Dataplane, or why it has none
   */
  public record Result(String pod, Conversion conversion) {}

  /** One for each Pod of a document. */
  public List<Result> of(JsonNode document) {
    var results = new ArrayList<Result>();
    for (var object : DocumentKinds.objects(document)) {
      if (DocumentKinds.qualified(object.json()).equals("Pod")) {
        var pod = views.pod(NamespacedObjects.in(namespace, object.json()));
        results.add(
            new Result(
                "Pod " + pod.namespace() + "/" + pod.name(), factory.convert(pod, neighbours)));
      }
    }
    return results;
  }
}
