package io.higuma.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * State of the control plane and of the Pods at one moment.
 *
 * @param replica this process: its name in the leader election
 * @param leader the replica that holds the lease; absent if none holds it or it is not known yet
 * @param isLeader whether this replica is the leader
 * @param pods the Pods of the cluster
 * @param dataplanes number of Dataplanes in the cluster
 * @param online how many sidecars are connected to any replica
 * @param streams how many of them are connected to this replica
 * @param certificate the serving certificate of the webhook; absent until there is one
 * @param lastHour samples of this replica, the oldest first; at most 60
 */
@Schema(
    name = "Overview",
    requiredProperties = {
      "replica",
      "isLeader",
      "pods",
      "dataplanes",
      "online",
      "streams",
      "lastHour"
    })
public record OverviewView(
    String replica,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> leader,
    boolean isLeader,
    Pods pods,
    int dataplanes,
    int online,
    int streams,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Certificate> certificate,
    List<HourSample> lastHour) {

  /**
   * Numbers of Pods. Terminated Pods are not counted.
   *
   * @param at when the Pods were read, at most some seconds ago
   * @param total all of them
   * @param counts by injection state
   * @param skipped those that are skipped, by reason
   * @param refused those that should have a sidecar and would be refused now, by reason
   * @param notReady those that are not ready
   */
  @Schema(
      name = "OverviewPods",
      requiredProperties = {"at", "total", "counts", "skipped", "refused", "notReady"})
  public record Pods(
      String at,
      int total,
      Map<String, Integer> counts,
      Map<String, Integer> skipped,
      Map<String, Integer> refused,
      int notReady) {}

  /**
   * The serving certificate of the webhook.
   *
   * @param fingerprint SHA-256 of the certificate, hexadecimal
   * @param notAfter when it expires
   * @param secondsLeft seconds until then; negative if it has expired
   * @param problems why it cannot be read or renewed; empty if it can
   */
  @Schema(
      name = "OverviewCertificate",
      requiredProperties = {"fingerprint", "notAfter", "secondsLeft", "problems"})
  public record Certificate(
      String fingerprint, String notAfter, long secondsLeft, List<String> problems) {}
}
