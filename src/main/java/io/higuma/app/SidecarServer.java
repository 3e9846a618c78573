package io.higuma.app;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.api.status.ChangeNotices;
import io.higuma.api.status.ChangeNotices.View;
import io.higuma.cluster.cache.ClusterStores;
import io.higuma.cluster.client.AccessReviews;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.controller.DataplaneController;
import io.higuma.cluster.controller.MeshEvents;
import io.higuma.cluster.controller.SentEventListener;
import io.higuma.cluster.controller.VirtualIpController;
import io.higuma.inject.InjectionContext;
import io.higuma.kuma.AddressRange;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.Settings;
import io.higuma.settings.TlsRules;
import io.higuma.xds.server.BootstrapOptions;
import io.higuma.xds.server.ClusterTopology;
import io.higuma.xds.server.ConnectedProxy;
import io.higuma.xds.server.InsightWriter;
import io.higuma.xds.server.MeshSupport;
import io.higuma.xds.server.TokenAuthenticator;
import io.higuma.xds.server.XdsServer;
import io.higuma.xds.snapshot.Topology;
import io.higuma.xds.snapshot.TopologyOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts and drains the {@link XdsServer} and the controller of virtual IPs. */
@Singleton
final class SidecarServer {
  private static final Logger LOG = Logger.getLogger(SidecarServer.class);

  private final Vertx vertx;
  private final Settings settings;
  private final Certificates certificates;
  private final CurrentRules rules;
  private final ClusterStores stores;
  private final AccessReviews reviews;
  private final MeterRegistry meters;
  private final LoopSupervisor loops;
  private final Topology topology;
  private final ClusterTopology clusterTopology;
  private final Optional<VirtualIpController> virtualIps;
  private final InsightWriter insights;
  private final MeshSupport support;
  private final Runnable streamsChanged;
  private volatile @Nullable XdsServer server;

  SidecarServer(
      Vertx vertx,
      Settings settings,
      Certificates certificates,
      CurrentRules rules,
      ClusterStores stores,
      ApiCalls api,
      DataplaneController controller,
      AccessReviews reviews,
      ProcessIdentity identity,
      SentEventListener eventListener,
      ChangeNotices notices,
      MeterRegistry meters,
      LoopSupervisor loops) {
    this.vertx = vertx;
    this.settings = settings;
    this.certificates = certificates;
    this.rules = rules;
    this.stores = stores;
    this.reviews = reviews;
    this.meters = meters;
    this.loops = loops;
    this.streamsChanged =
        () -> {
          notices.changed(View.DATAPLANES);
          notices.changed(View.OVERVIEW);
        };
    this.topology = new Topology(TopologyOptions.of(settings));
    this.support =
        new MeshSupport(
            api,
            stores.meshes().store(),
            settings.experimental().inboundTagsDisabled(),
            new MeshEvents(
                api.client(),
                identity.name(),
                Clock.systemUTC(),
                controller::isLeader,
                eventListener,
                loops),
            this::meshesChanged,
            meters,
            loops);
    this.clusterTopology = new ClusterTopology(stores, topology, support);
    this.insights = new InsightWriter(api, identity.name(), Clock.systemUTC(), loops);
    this.virtualIps =
        settings.dnsServer().serviceVipEnabled()
            ? Optional.of(virtualIps(api.client(), controller))
            : Optional.empty();
  }

  /**
   * Opens the port without waiting for it. The process ends if the port cannot be opened, as with
   * the other ports.
   */
  void open() {
    virtualIps.ifPresent(VirtualIpController::start);
    insights.start();
    support.start();
    var endpoint =
        new XdsServer.Endpoint(
            settings.dpServer().port(),
            certificates.sidecarKeys(),
            TlsRules.of(settings.general(), settings.dpServer()),
            Runtime.getRuntime().availableProcessors());
    var parts =
        new XdsServer.Parts(
            topology,
            clusterTopology,
            new TokenAuthenticator(stores.pods().store(), reviews),
            new ObservedStreams(insights, streamsChanged),
            bootstrap(),
            meters,
            loops);
    XdsServer.start(vertx, endpoint, parts)
        .onSuccess(this::opened)
        .onFailure(
            fault -> {
              LOG.errorf(
                  "the port %d for sidecars could not be opened: %s",
                  (Object) settings.dpServer().port(), fault.getMessage());
              Quarkus.asyncExit(1);
            });
  }

  /** The proxy of this Dataplane, if it has a stream to this replica. */
  Optional<ConnectedProxy> connected(String namespace, String name) {
    return insights.connected(namespace, name);
  }

  /** The number of proxies with a stream to this replica. */
  int connected() {
    return insights.connected();
  }

  private void meshesChanged() {
    XdsServer opened = server;
    if (opened != null) {
      opened.meshChanged();
    }
  }

  private void opened(XdsServer opened) {
    server = opened;
    clusterTopology.listen(
        new ClusterTopology.Listener() {
          @Override
          public void topologyChanged() {
            opened.topologyChanged();
            virtualIps.ifPresent(VirtualIpController::wake);
          }

          @Override
          public void meshChanged() {
            support.meshesChanged();
            virtualIps.ifPresent(VirtualIpController::wake);
          }
        });
    // For the changes before there was a listener.
    var _ =
        CompletableFuture.allOf(stores.allSynced(), support.known())
            .thenRun(opened::topologyChanged);
    LOG.info("sidecars on port " + opened.port());
  }

  /** Ends the streams and stops the controller. */
  void drain() {
    virtualIps.ifPresent(VirtualIpController::close);
    XdsServer opened = server;
    if (opened != null) {
      var grace = settings.dpServer().gracefulShutdownTimeout();
      var longest = Settings.DpServer.MAX_GRACEFUL_SHUTDOWN;
      var period = grace.compareTo(longest) > 0 ? longest : grace;
      try {
        var _ =
            opened
                .drain(period)
                .toCompletionStage()
                .toCompletableFuture()
                .get(period.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException e) {
        LOG.warn("stopped with open xDS streams", e);
      }
    }
    insights.close();
    support.close();
  }

  private BootstrapOptions bootstrap() {
    var server = settings.dpServer();
    var params = settings.bootstrapServer().params();
    return new BootstrapOptions(
        params.xdsHost(),
        params.xdsPort() == 0 ? server.port() : params.xdsPort(),
        params.xdsGrpcMaxReceiveMessageBytes(),
        params.adminPort(),
        params.envoyAdminUnixSocket(),
        () -> rules.injection().map(InjectionContext::caCertificate).orElse(""),
        host ->
            certificates
                .sidecarCertificate()
                .filter(certificate -> certificate.isValidFor(host))
                .isPresent());
  }

  private VirtualIpController virtualIps(KubernetesClient client, DataplaneController controller) {
    var source =
        new VirtualIpController.Source(
            () -> controller.isLeader() && stores.allSynced().isDone(),
            this::meshes,
            topology::services,
            clusterTopology::virtualIps,
            support::serves);
    return new VirtualIpController(
        client,
        stores.systemNamespace(),
        source,
        AddressRange.of(settings.dnsServer().cidr()).orElseThrow(),
        settings.dnsServer().serviceVipPort(),
        System::nanoTime,
        loops);
  }

  private Collection<String> meshes() {
    List<String> names = new ArrayList<>();
    stores.meshes().store().forEach((key, mesh) -> names.add(key.name()));
    return names;
  }
}
