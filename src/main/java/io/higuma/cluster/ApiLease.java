package io.higuma.cluster;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Lease in the Kubernetes API. */
final class ApiLease implements LeaseStore {
  private final KubernetesClient client;
  private final String namespace;
  private final String name;

  /**
   * The Lease of this name, which need not exist.
   *
   * @param client stays the caller's
   * @param limit no answer is waited for longer
   */
  ApiLease(KubernetesClient client, String namespace, String name, Duration limit) {
    var usual = client.getConfiguration().getRequestConfig();
    var limited =
        new RequestConfigBuilder(usual).withRequestTimeout((int) limit.toMillis()).build();
    this.client =
        client
            .adapt(NamespacedKubernetesClient.class)
            .withRequestConfig(limited)
            .call(made -> made);
    this.namespace = namespace;
    this.name = name;
  }

  @Override
  public Optional<LeaseRecord> read() throws IOException, InterruptedException {
    var lease = client.leases().inNamespace(namespace).withName(name);
    return Typed.get(lease::get).map(ApiLease::record);
  }

  @Override
  public Optional<LeaseRecord> write(LeaseRecord record) throws IOException, InterruptedException {
    boolean isNew = record.resourceVersion().isEmpty();
    var lease = client.leases().resource(lease(record));
    var stored = isNew ? Typed.create(lease::create) : Typed.change(lease::update);
    return stored.map(ApiLease::record);
  }

  private static LeaseRecord record(Lease lease) {
    var spec = Optional.ofNullable(lease.getSpec()).orElseGet(LeaseSpec::new);
    return new LeaseRecord(
        Optional.ofNullable(spec.getHolderIdentity()).orElse(""),
        Optional.ofNullable(spec.getLeaseDurationSeconds()).orElse(0),
        instant(spec.getAcquireTime()),
        instant(spec.getRenewTime()),
        Optional.ofNullable(spec.getLeaseTransitions()).orElse(0),
        lease.getMetadata().getResourceVersion());
  }

  private static Instant instant(@Nullable ZonedDateTime time) {
    return time == null ? Instant.EPOCH : time.toInstant();
  }

  private Lease lease(LeaseRecord record) {
    var version = record.resourceVersion();
    return new LeaseBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .withResourceVersion(version.isEmpty() ? null : version)
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(record.holder())
        .withLeaseDurationSeconds(record.durationSeconds())
        .withAcquireTime(record.acquireTime().atZone(ZoneOffset.UTC))
        .withRenewTime(record.renewTime().atZone(ZoneOffset.UTC))
        .withLeaseTransitions(record.transitions())
        .endSpec()
        .build();
  }
}
