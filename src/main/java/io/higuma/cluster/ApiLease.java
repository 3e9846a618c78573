package io.higuma.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A Lease in the Kubernetes API. */
final class ApiLease implements LeaseStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Sieve FIELDS = Sieve.of("metadata(resourceVersion),spec");

  private final ApiCalls api;
  private final String namespace;
  private final String name;
  private final Duration limit;

  /**
   * The Lease of this name, which need not exist.
   *
   * @param limit no call takes longer
   */
  ApiLease(ApiCalls api, String namespace, String name, Duration limit) {
    this.api = api;
    this.namespace = namespace;
    this.name = name;
    this.limit = limit;
  }

  @Override
  public Optional<LeaseRecord> read() throws IOException, InterruptedException {
    ApiAnswer answer = api.get(all().name(name), limit);
    if (answer.status() == ApiAnswer.NOT_FOUND) {
      return Optional.empty();
    }
    return Optional.of(record(good(answer)));
  }

  @Override
  public Optional<LeaseRecord> write(LeaseRecord record) throws IOException, InterruptedException {
    boolean isNew = record.resourceVersion().isEmpty();
    byte[] body = JSON.writeValueAsBytes(json(record));
    ApiAnswer answer =
        isNew ? api.post(all(), body, limit) : api.put(all().name(name), body, limit);
    if (answer.status() == ApiAnswer.CONFLICT
        || (answer.status() == ApiAnswer.NOT_FOUND && !isNew)) {
      return Optional.empty();
    }
    return Optional.of(record(good(answer)));
  }

  private ApiPath all() {
    return ApiPath.group("coordination.k8s.io", "v1").namespace(namespace).resource("leases");
  }

  private static ApiAnswer good(ApiAnswer answer) throws IOException {
    if (!answer.good()) {
      throw new ApiRefusal(answer);
    }
    return answer;
  }

  private static LeaseRecord record(ApiAnswer answer) throws IOException {
    JsonNode lease = answer.object(FIELDS);
    JsonNode spec = lease.path("spec");
    return new LeaseRecord(
        spec.path("holderIdentity").asText(""),
        spec.path("leaseDurationSeconds").asInt(0),
        spec.path("acquireTime").asText(""),
        spec.path("renewTime").asText(""),
        spec.path("leaseTransitions").asInt(0),
        lease.path("metadata").path("resourceVersion").asText(""));
  }

  private ObjectNode json(LeaseRecord record) {
    ObjectNode lease =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", "coordination.k8s.io/v1")
            .put("kind", "Lease");
    ObjectNode metadata = lease.putObject("metadata").put("name", name).put("namespace", namespace);
    if (!record.resourceVersion().isEmpty()) {
      metadata.put("resourceVersion", record.resourceVersion());
    }
    lease
        .putObject("spec")
        .put("holderIdentity", record.holder())
        .put("leaseDurationSeconds", record.durationSeconds())
        .put("acquireTime", record.acquireTime())
        .put("renewTime", record.renewTime())
        .put("leaseTransitions", record.transitions());
    return lease;
  }
}
