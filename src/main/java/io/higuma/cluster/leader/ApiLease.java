package io.higuma.cluster.leader;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.higuma.cluster.client.TypedCalls;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Reads and writes a Lease in the Kubernetes API. */
public final class ApiLease implements LeaseStore {
  private final KubernetesClient client;
  private final Lease absent;

  /**
   * Uses the Lease of this name, which need not exist.
   *
   * @param client closed by the caller
   * @param limit timeout of each request
   */
  public ApiLease(KubernetesClient client, String namespace, String name, Duration limit) {
    var defaults = client.getConfiguration().getRequestConfig();
    int millis = (int) limit.toMillis();
    var limited = new RequestConfigBuilder(defaults).withRequestTimeout(millis).build();
    var adapted = client.adapt(NamespacedKubernetesClient.class);
    this.client = adapted.withRequestConfig(limited).call(limitedClient -> limitedClient);
    this.absent = new LeaseBuilder().withMetadata(TypedCalls.named(namespace, name)).build();
  }

  @Override
  public Lease read() throws IOException, InterruptedException {
    var lease = TypedCalls.get(client.leases().resource(absent)::get).orElse(absent);
    return new LeaseBuilder(lease).editOrNewSpec().endSpec().build();
  }

  @Override
  public Optional<Lease> write(Lease lease) throws IOException, InterruptedException {
    var written = client.leases().resource(lease);
    boolean isNew = lease.getMetadata().getResourceVersion() == null;
    return isNew ? TypedCalls.create(written::create) : TypedCalls.change(written::update);
  }
}
