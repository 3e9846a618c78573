package io.higuma.dataplane;

/**
 * Makes Dataplanes of Pods. Pure: the same Pod, neighbours and settings give the same Dataplane, in
 * the same order of everything.
 */
public final class DataplaneFactory {
  private final DataplaneSettings settings;

  /** Makes Dataplanes with these settings. */
  public DataplaneFactory(DataplaneSettings settings) {
    this.settings = settings;
  }

  /** What the Pod's Dataplane should be. Bad input is a {@link DataplaneResult.Failed}. */
  public Conversion convert(PodView pod, Neighbours neighbours) {
    if (!Booleans.ON.contains(pod.annotations().getOrDefault(ReadAnnotations.INJECTED, ""))) {
      return new Conversion(
          new DataplaneResult.None(DataplaneResult.Reason.NOT_INJECTED), ConversionTrace.NONE);
    }
    throw new UnsupportedOperationException("not yet: " + settings + neighbours);
  }
}
