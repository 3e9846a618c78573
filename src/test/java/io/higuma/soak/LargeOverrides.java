package io.higuma.soak;

import io.higuma.cluster.controller.Rest;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A ConfigMap of overrides that is nearly as large as the API server allows. */
record LargeOverrides(Cluster cluster, Replicas replicas) {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String LIVE = "/config/runtime/kubernetes/injector";
  private static final String DEFAULT = "30s";
  private static final String SETTING = LIVE + "/sidecarContainer/drainTime";
  private static final int NAME_LENGTH = 200;
  private static final int KIBIBYTE = 1024;

  /** A line of the comment that an operator has written. */
  private static final String COMMENT = "# " + "x".repeat(100) + "\n";

  /** 1 MiB is the limit of the API server. */
  private static final int COMMENTS = 900 * KIBIBYTE / COMMENT.length();

  /** Fills it, checks that it is followed, and empties it; returns the bytes of its data. */
  int run() {
    edit(
        COMMENT.repeat(COMMENTS)
            + "{runtime: {kubernetes: {injector: {sidecarContainer: {drainTime: 41s}}}}}");
    try {
      await("41s");
      int bytes = bytes();
      var names = ("\"" + "n".repeat(NAME_LENGTH) + "\",").repeat(6 * KIBIBYTE);
      var answer =
          ObjectChurn.api(
              replicas.all().getFirst(),
              "PATCH",
              LIVE,
              "{\"containerPatches\":[" + names.substring(0, names.length() - 1) + "]}");
      if (answer.status() != 422 || !answer.body().contains("containerPatches")) {
        throw new IllegalStateException(
            "a change that does not fit: %d %.500s".formatted(answer.status(), answer.body()));
      }
      return bytes;
    } finally {
      edit("{}");
      await(DEFAULT);
    }
  }

  private void edit(String overrides) {
    var body = Rest.json("{\"data\":{}}");
    body.withObject("/data").put("overrides.yaml", overrides);
    var _ = cluster.rest().patch(ObjectChurn.OVERRIDES, body);
  }

  private int bytes() {
    int bytes = 0;
    for (var value : cluster.rest().get(ObjectChurn.OVERRIDES).orElseThrow().path("data")) {
      bytes += value.asText().getBytes(StandardCharsets.UTF_8).length;
    }
    return bytes;
  }

  private void await(String value) {
    for (var replica : replicas.all()) {
      Awaitility.await("the setting " + value + " on the " + replica.name() + " replica")
          .atMost(LIMIT)
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .until(
              () ->
                  ObjectChurn.api(replica, "GET", SETTING, "")
                      .body()
                      .contains("\"value\":\"" + value + "\""));
    }
  }
}
