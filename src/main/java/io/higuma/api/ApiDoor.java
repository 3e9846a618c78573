package io.higuma.api;

import io.higuma.cluster.AccessReviews;
import java.util.Objects;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Where the resources of the API find what they work on. Quarkus makes the resources, but what they
 * show runs before Quarkus starts, and without it.
 */
public final class ApiDoor {
  private static volatile @Nullable Rooms rooms;

  private ApiDoor() {}

  /**
   * What the API works on.
   *
   * @param config the configuration
   * @param workloads what injection does with Pods
   * @param inventory how the Pods of the cluster stand
   * @param reviews who may do what
   * @param keys what the HTTPS port shows and signs with
   */
  public record Rooms(
      ConfigService config,
      WorkloadService workloads,
      Inventory inventory,
      AccessReviews reviews,
      X509KeyManager keys) {}

  /** Sets what the API works on from now on. */
  public static void open(Rooms opened) {
    rooms = opened;
  }

  /** Whether there is anything to work on. Quarkus also starts without, in tests. */
  static boolean isOpen() {
    return rooms != null;
  }

  static Rooms rooms() {
    return Objects.requireNonNull(rooms, "the API was started before what it works on");
  }
}
