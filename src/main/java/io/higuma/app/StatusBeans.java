package io.higuma.app;

import io.higuma.admission.DecisionRules;
import io.higuma.api.ClusterInspection;
import io.higuma.api.Inventory;
import io.higuma.api.status.ChangeNotices;
import io.higuma.api.status.DataplaneInspection;
import io.higuma.api.status.EventLog;
import io.higuma.api.status.EventLog.Entry;
import io.higuma.api.status.EventLog.Outcome;
import io.higuma.api.status.LastHour;
import io.higuma.api.status.Overview;
import io.higuma.api.status.PatchInspection;
import io.higuma.api.status.ProxyStreams;
import io.higuma.cluster.cache.CachedRelatedObjects;
import io.higuma.cluster.cache.CachedSurroundings;
import io.higuma.cluster.cache.ClusterStores;
import io.higuma.cluster.controller.DataplaneController;
import io.higuma.cluster.controller.SentEventListener;
import io.higuma.loop.LoopSupervisor;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Objects;

/** CDI producers of what the control plane reports about itself and its cluster. */
final class StatusBeans {

  @Produces
  @Singleton
  ChangeNotices notices(LoopSupervisor loops) {
    return new ChangeNotices(loops);
  }

  @Produces
  @Singleton
  EventLog events(ChangeNotices notices) {
    return new EventLog(InstantSource.system(), () -> notices.changed(ChangeNotices.View.EVENTS));
  }

  @Produces
  @Singleton
  SentEventListener eventListener(EventLog log) {
    return (target, reason, note) ->
        log.add(
            EventLog.Source.EVENT,
            new Entry(
                reason.isWarning() ? Outcome.WARNING : Outcome.NORMAL,
                Objects.requireNonNullElse(target.getKind(), ""),
                Objects.requireNonNullElse(target.getNamespace(), ""),
                Objects.requireNonNullElse(target.getName(), ""),
                reason.reason(),
                note));
  }

  @Produces
  @Singleton
  LastHour lastHour(MeterRegistry meters, ChangeNotices notices, LoopSupervisor loops) {
    return new LastHour(
        meters, InstantSource.system(), () -> notices.changed(ChangeNotices.View.OVERVIEW), loops);
  }

  @Produces
  @Singleton
  Overview overview(
      Inventory inventory,
      LastHour lastHour,
      ProcessIdentity identity,
      DataplaneController controller,
      ClusterStores stores,
      SidecarServer sidecars,
      Certificates certificates) {
    var facts =
        new Overview.Facts(
            identity.name(),
            controller::leader,
            controller::isLeader,
            stores.dataplanes().store()::size,
            sidecars::connected,
            certificates::served);
    return new Overview(inventory, lastHour, facts, InstantSource.system());
  }

  @Produces
  @Singleton
  ProxyStreams streams(SidecarServer sidecars) {
    return (namespace, name) ->
        sidecars
            .connected(namespace, name)
            .map(
                proxy ->
                    new ProxyStreams.Stream(
                        proxy.subscription(), proxy.acknowledged(), proxy.errors()));
  }

  @Produces
  @Singleton
  DataplaneInspection dataplanes(
      ClusterInspection live,
      Inventory inventory,
      ClusterStores stores,
      DataplaneController controller,
      ProxyStreams streams) {
    return new DataplaneInspection(
        new DataplaneInspection.Parts(
            live,
            inventory,
            stores,
            new CachedRelatedObjects(stores),
            controller::settings,
            streams));
  }

  @Produces
  @Singleton
  PatchInspection patches(
      ClusterStores stores,
      CachedSurroundings surroundings,
      CurrentRules rules,
      WorkloadObserver workloads) {
    return new PatchInspection(
        stores,
        surroundings,
        () -> rules.injection().map(_ -> rules.current()).map(DecisionRules::patches),
        () -> workloads.users().all());
  }
}
