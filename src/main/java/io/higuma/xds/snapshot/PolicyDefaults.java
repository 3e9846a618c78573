package io.higuma.xds.snapshot;

import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;

/**
 * Values of the MeshTimeout, MeshRetry and MeshCircuitBreaker that Kuma creates for a new Mesh. A
 * Mesh whose policies differ is not served.
 */
final class PolicyDefaults {
  static final Duration CONNECT = seconds(5);
  static final Duration INBOUND_CONNECT = seconds(10);
  static final Duration REQUEST = seconds(15);
  static final Duration STREAM_IDLE = seconds(1800);
  static final Duration IDLE = seconds(3600);
  static final Duration INBOUND_STREAM_IDLE = seconds(3600);
  static final Duration INBOUND_IDLE = seconds(7200);
  static final Duration NONE = seconds(0);

  /** Connection attempts of a TCP proxy. */
  static final UInt32Value CONNECT_ATTEMPTS = UInt32Value.of(5);

  private static final RetryPolicy HTTP_RETRY =
      retry("gateway-error,connect-failure,refused-stream");

  /** As Kuma retries if the MeshRetry names no conditions. */
  private static final RetryPolicy GRPC_RETRY =
      retry(
          "cancelled,connect-failure,gateway-error,refused-stream,reset,resource-exhausted,"
              + "unavailable");

  static final CircuitBreakers SERVICE_LIMITS =
      CircuitBreakers.newBuilder()
          .addThresholds(
              CircuitBreakers.Thresholds.newBuilder()
                  .setMaxConnections(UInt32Value.of(1024))
                  .setMaxPendingRequests(UInt32Value.of(1024))
                  .setMaxRequests(UInt32Value.of(1024))
                  .setMaxRetries(UInt32Value.of(3))
                  .setTrackRemaining(true))
          .build();

  /** Only tracks the remaining resources, for statistics. */
  static final CircuitBreakers NO_LIMITS =
      CircuitBreakers.newBuilder()
          .addThresholds(CircuitBreakers.Thresholds.newBuilder().setTrackRemaining(true))
          .build();

  private PolicyDefaults() {}

  /** The retries of requests to a service with this protocol. */
  static RetryPolicy retries(String protocol) {
    return ServiceProtocol.isGrpc(protocol) ? GRPC_RETRY : HTTP_RETRY;
  }

  private static RetryPolicy retry(String conditions) {
    return RetryPolicy.newBuilder()
        .setRetryOn(conditions)
        .setNumRetries(UInt32Value.of(5))
        .setPerTryTimeout(seconds(16))
        .setRetryBackOff(
            RetryPolicy.RetryBackOff.newBuilder()
                .setBaseInterval(millis(25))
                .setMaxInterval(millis(250)))
        .build();
  }

  /** HTTP options of a connection that may be idle for this long. */
  static HttpProtocolOptions idle(Duration timeout) {
    return HttpProtocolOptions.newBuilder()
        .setIdleTimeout(timeout)
        .setMaxConnectionDuration(NONE)
        .setMaxStreamDuration(NONE)
        .build();
  }

  private static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  private static Duration millis(int millis) {
    return Duration.newBuilder().setNanos(millis * 1_000_000).build();
  }
}
