package io.higuma.cli.offline;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.dataplane.Conversion;
import io.higuma.dataplane.DataplaneFactory;
import io.higuma.dataplane.DataplaneSettings;
import io.higuma.dataplane.PodTrimmer;
import io.higuma.inject.workload.DocumentKinds;
import java.util.ArrayList;
import java.util.List;

/** Generates the Dataplanes of the Pods in documents, without a cluster. */
public final class OfflineDataplanes {
  private final DataplaneFactory factory;
  private final DocumentRelatedObjects relatedObjects;
  private final String namespace;
  private final PodTrimmer views = new PodTrimmer();

  /**
   * Creates the generator.
   *
   * @param namespace of Pods without a namespace
   */
  public OfflineDataplanes(
      DataplaneSettings settings, DocumentRelatedObjects relatedObjects, String namespace) {
    this.factory = new DataplaneFactory(settings);
    this.relatedObjects = relatedObjects;
    this.namespace = namespace;
  }

  /**
   * The result for one Pod.
   *
   * @param pod name for messages: {@code Pod shop/web}
   * @param conversion its Dataplane, or why it has none
   */
  public record Result(String pod, Conversion conversion) {}

  /** One result per Pod of a document. */
  public List<Result> of(JsonNode document) {
    var results = new ArrayList<Result>();
    for (var object : DocumentKinds.objects(document)) {
      if (DocumentKinds.qualified(object.json()).equals("Pod")) {
        var pod = views.pod(NamespacedObjects.in(namespace, object.json()));
        results.add(
            new Result(
                "Pod " + pod.namespace() + "/" + pod.name(), factory.convert(pod, relatedObjects)));
      }
    }
    return results;
  }
}
