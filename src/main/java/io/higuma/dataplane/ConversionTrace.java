package io.higuma.dataplane;

import java.util.List;

/**
 * Trace of a conversion: which Services of the namespace matched, and what their ports produced.
 *
 * @param services one step for each Service, in order of evaluation
 */
public record ConversionTrace(List<ServiceStep> services) {

  /** Empty trace: no Service was evaluated. */
  public static final ConversionTrace NONE = new ConversionTrace(List.of());

  /** Copies the list. */
  public ConversionTrace {
    services = List.copyOf(services);
  }

  /** How a Service matches the Pod. */
  public enum Match {
    /** Its selector selects the Pod. */
    SELECTED(true, "its selector selects the Pod"),
    /** Its selector selects the Pod only without the ignored labels. */
    SELECTED_PARTLY(true, "its selector selects the Pod only without the ignored labels"),
    /** It has no selector, but an EndpointSlice points to the Pod. */
    ENDPOINT(true, "an EndpointSlice of it points to the Pod"),
    /** Its selector selects other Pods. */
    NOT_SELECTED(false, "its selector does not select the Pod"),
    /** Its selector consists of ignored labels only. */
    ONLY_IGNORED_LABELS(false, "its selector consists of ignored labels only"),
    /** It has no selector and no EndpointSlice points to the Pod. */
    NO_ENDPOINT(false, "it has no selector, and no EndpointSlice of it points to the Pod"),
    /** It has the annotation {@code kuma.io/ignore}. */
    IGNORED(false, "it carries the annotation kuma.io/ignore"),
    /** It is an alias of a DNS name. */
    EXTERNAL_NAME(false, "it is of type ExternalName");

    private final boolean matches;
    private final String sentence;

    Match(boolean matches, String sentence) {
      this.matches = matches;
      this.sentence = sentence;
    }

    /** Whether the Service's ports are used. */
    public boolean matches() {
      return matches;
    }

    /** Human-readable text. */
    public String sentence() {
      return sentence;
    }
  }

  /** What a Service port produced, or why it was skipped. */
  public enum PortFate {
    /** It produced an inbound. */
    INBOUND("gives an inbound"),
    /** It produced a zone proxy listener. */
    LISTENER("gives a listener"),
    /** It produced the tags of the gateway. */
    GATEWAY_TAGS("gives the gateway its tags"),
    /** Only the first port produces the tags of a gateway. */
    NOT_FIRST("is not the gateway's first port"),
    /** It is not TCP. */
    NOT_TCP("is left out: not TCP"),
    /** No container declares the named port. */
    NAME_NOT_FOUND("is left out: no container declares a port of this name and protocol"),
    /** Only an init container declares the named port. */
    NAME_OF_INIT_CONTAINER(
        "is left out: only an init container declares a port of this name and protocol"),
    /** Another Service has the same port of the Pod. */
    DUPLICATE("is left out: another Service has the same port"),
    /** Listeners require a Mesh in mode Exclusive. */
    NOT_EXCLUSIVE("is left out: the Mesh is not in MeshServices mode Exclusive");

    private final String sentence;

    PortFate(String sentence) {
      this.sentence = sentence;
    }

    /** Human-readable text. */
    public String sentence() {
      return sentence;
    }
  }

  /**
   * One Service.
   *
   * @param service its name
   * @param match how it matches the Pod
   * @param ports its ports, if it matches
   */
  public record ServiceStep(String service, Match match, List<PortStep> ports) {
    /** Copies the list. */
    public ServiceStep {
      ports = List.copyOf(ports);
    }
  }

  /**
   * One port of a Service.
   *
   * @param port the Service's port
   * @param targetPort its target port as written
   * @param fate what it produced, or why it was skipped
   * @param containerPort the port of the Pod; 0 if none was found
   */
  public record PortStep(int port, String targetPort, PortFate fate, int containerPort) {}
}
