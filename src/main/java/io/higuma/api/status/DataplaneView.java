package io.higuma.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.higuma.api.Explanations;
import io.higuma.api.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The Dataplane of a Pod as it is made from the Pod now, and the connection of its sidecar.
 *
 * @param result {@code dataplane}; {@code none} if the Pod gets none; {@code failed} if it cannot
 *     be made
 * @param message why there is none; absent if there is one
 * @param mesh its Mesh; absent if there is none
 * @param address the address of the Pod; absent if there is none
 * @param stored whether the Dataplane in the cluster is {@code current}, {@code differs} from this
 *     one, or is {@code absent}
 * @param inbounds its inbounds
 * @param gateway tags of a gateway; empty if it is not one
 * @param services the Services of the namespace, sorted by name, and whether they match the Pod
 * @param problems errors and warnings
 * @param connection the connection of the sidecar; absent if it has never connected
 */
@Schema(
    name = "Dataplane",
    requiredProperties = {
      "namespace",
      "name",
      "result",
      "stored",
      "inbounds",
      "gateway",
      "services",
      "problems"
    })
public record DataplaneView(
    String namespace,
    String name,
    @Schema(enumeration = {"dataplane", "none", "failed"}) String result,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> message,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> mesh,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> address,
    @Schema(enumeration = {"current", "differs", "absent"}) String stored,
    List<Inbound> inbounds,
    Map<String, String> gateway,
    List<Service> services,
    List<Problem.Single> problems,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Connection> connection) {

  /**
   * An inbound.
   *
   * @param port the port of the Pod
   * @param name its name; empty if it has none
   * @param protocol its protocol, such as {@code http}
   * @param state {@code Ready}, {@code NotReady} or {@code Ignored}
   * @param tags its tags
   */
  @Schema(
      name = "DataplaneInbound",
      requiredProperties = {"port", "name", "protocol", "state", "tags"})
  public record Inbound(
      int port, String name, String protocol, String state, Map<String, String> tags) {}

  /**
   * A Service of the namespace.
   *
   * @param service its name
   * @param match how it matches, a stable code
   * @param matches whether it matches the Pod
   * @param sentence how it matches, as a sentence
   * @param differences labels that its selector wants and the Pod does not have
   * @param ports what became of its ports, if it matches
   */
  @Schema(
      name = "DataplaneService",
      requiredProperties = {"service", "match", "matches", "sentence", "differences", "ports"})
  public record Service(
      String service,
      String match,
      boolean matches,
      String sentence,
      List<Difference> differences,
      List<Explanations.Port> ports) {}

  /**
   * A label that a selector wants and the Pod does not have with this value.
   *
   * @param label the key
   * @param wanted the value that the selector wants
   * @param found the value that the Pod has; absent if it does not have the label
   * @param ignored whether the settings ignore the label, so that it does not decide
   */
  @Schema(
      name = "SelectorDifference",
      requiredProperties = {"label", "wanted", "ignored"})
  public record Difference(
      String label,
      String wanted,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> found,
      boolean ignored) {}

  /**
   * The newest connection of a sidecar.
   *
   * @param online whether it is connected
   * @param here whether it is connected to the replica that answers, whose numbers are current;
   *     else they are those of the DataplaneInsight, up to a minute old
   * @param since when it connected, or when it was disconnected
   * @param controlPlane the replica that serves or served it
   * @param rejected why it rejects its newest configuration; absent if it does not
   * @param versions the versions of its parts, such as {@code envoy}
   * @param types the resources that it was sent
   */
  @Schema(
      name = "DataplaneConnection",
      requiredProperties = {"online", "here", "since", "controlPlane", "versions", "types"})
  public record Connection(
      boolean online,
      boolean here,
      String since,
      String controlPlane,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> rejected,
      Map<String, String> versions,
      List<Resources> types) {}

  /**
   * xDS responses of one type.
   *
   * @param type {@code cds}, {@code eds} or {@code lds}
   * @param sent number of responses
   * @param acknowledged how many of them were applied
   * @param rejected how many of them were rejected
   * @param version the version that was applied last; absent if it is not connected here
   */
  @Schema(
      name = "DataplaneResources",
      requiredProperties = {"type", "sent", "acknowledged", "rejected"})
  public record Resources(
      String type,
      long sent,
      long acknowledged,
      long rejected,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> version) {}
}
