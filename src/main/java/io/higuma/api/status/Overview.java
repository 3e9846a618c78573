package io.higuma.api.status;

import io.higuma.api.Inventory;
import io.higuma.api.InventorySnapshot;
import io.higuma.api.InventoryView.InventoriedPod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Summarizes the control plane and the Pods of the cluster. */
public final class Overview {

  /**
   * What is known of the webhook's certificate.
   *
   * @param fingerprint SHA-256, hexadecimal
   * @param notAfter when it expires
   * @param problems why it cannot be read or renewed
   */
  public record ServedCertificate(String fingerprint, Instant notAfter, List<String> problems) {}

  /**
   * Where the facts come from. None of them may block.
   *
   * @param replica name of this process in the leader election
   * @param leader name of the leader; empty if it is not known
   * @param isLeader whether this process is the leader
   * @param dataplanes number of Dataplanes in the cluster
   * @param streams number of sidecars that are connected to this process
   * @param certificate the webhook's certificate; empty without one
   */
  public record Facts(
      String replica,
      Supplier<Optional<String>> leader,
      BooleanSupplier isLeader,
      IntSupplier dataplanes,
      IntSupplier streams,
      Supplier<Optional<ServedCertificate>> certificate) {}

  private final Inventory inventory;
  private final LastHour lastHour;
  private final Facts facts;
  private final InstantSource clock;

  /** Reads from these sources. */
  public Overview(Inventory inventory, LastHour lastHour, Facts facts, InstantSource clock) {
    this.inventory = inventory;
    this.lastHour = lastHour;
    this.facts = facts;
    this.clock = clock;
  }

  /**
   * The state now; that of the Pods is some seconds old, see {@link Inventory#recent}.
   *
   * @throws jakarta.ws.rs.WebApplicationException if the Pods cannot be read
   */
  public OverviewView now() {
    var pods = inventory.recent();
    return new OverviewView(
        facts.replica(),
        facts.leader().get(),
        facts.isLeader().getAsBoolean(),
        pods(pods),
        facts.dataplanes().getAsInt(),
        pods.count(InventoriedPod::hasOnlineSidecar),
        facts.streams().getAsInt(),
        facts.certificate().get().map(this::certificate),
        lastHour.samples());
  }

  private OverviewView.Certificate certificate(ServedCertificate served) {
    return new OverviewView.Certificate(
        served.fingerprint(),
        served.notAfter().toString(),
        Duration.between(clock.instant(), served.notAfter()).toSeconds(),
        served.problems());
  }

  private static OverviewView.Pods pods(InventorySnapshot snapshot) {
    return new OverviewView.Pods(
        snapshot.at().toString(),
        snapshot.pods().size(),
        snapshot.counts(),
        reasons(snapshot, "skipped"),
        reasons(snapshot, "missing"),
        snapshot.count(pod -> !pod.ready()));
  }

  /** The Pods in this state that have a reason, by reason. */
  private static Map<String, Integer> reasons(InventorySnapshot snapshot, String state) {
    Map<String, Integer> reasons = new TreeMap<>();
    snapshot.pods().stream()
        .filter(pod -> pod.injection().state().equals(state))
        .flatMap(pod -> pod.injection().reason().stream())
        .forEach(reason -> reasons.merge(reason, 1, Integer::sum));
    return reasons;
  }
}
