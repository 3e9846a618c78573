package io.higuma.xds.server;

import io.higuma.xds.server.StreamEvents.StreamId;
import io.higuma.xds.snapshot.NodeMetadata;
import io.higuma.xds.snapshot.ProxyIdentity;
import io.higuma.xds.snapshot.ResourceType;
import java.util.EnumSet;
import java.util.Set;
import org.jboss.logging.Logger;

/** Reports what happens on one stream: in the log, in metrics and as events. */
final class StreamReport {
  private static final Logger LOG = Logger.getLogger(StreamReport.class);

  private final StreamId id;
  private final XdsMetrics metrics;
  private final StreamEvents events;

  /** Types of which a withheld response was logged: one may follow each change. */
  private final Set<ResourceType> loggedWithheld = EnumSet.noneOf(ResourceType.class);

  StreamReport(StreamId id, XdsMetrics metrics, StreamEvents events) {
    this.id = id;
    this.metrics = metrics;
    this.events = events;
  }

  ProxyIdentity proxy() {
    return id.proxy();
  }

  void connected(NodeMetadata node) {
    events.connected(id, node);
    LOG.debugf("proxy %s connected", proxy().node());
  }

  void disconnected() {
    events.disconnected(id);
  }

  void sent(ResourceType type) {
    metrics.sent(type);
    events.sent(id, type);
  }

  /** A request with this meaning was received. */
  void received(Receipt receipt) {
    switch (receipt) {
      case Receipt.Acknowledged(ResourceType type, String version, boolean recovered) -> {
        metrics.acknowledged(type);
        events.acknowledged(id, type, version);
        if (recovered) {
          recovered(type);
        }
      }
      case Receipt.Recovered(ResourceType type) -> recovered(type);
      case Receipt.Rejected rejected -> {
        LOG.warnf(
            "proxy %s rejects its %s %s and keeps the previous: %s",
            proxy().node(), rejected.type().shortName(), rejected.version(), rejected.error());
        rejected(rejected);
      }
      case Receipt.Subscribed _, Receipt.Stale _, Receipt.Unused _, Receipt.Unsupported _ -> {}
    }
  }

  /** A response was not sent. */
  void withheld(Receipt.Rejected response) {
    if (loggedWithheld.add(response.type())) {
      LOG.warnf(
          "proxy %s does not get its %s %s and keeps the previous: %s",
          proxy().node(), response.type().shortName(), response.version(), response.error());
    }
    rejected(response);
  }

  private void rejected(Receipt.Rejected rejected) {
    metrics.rejected(rejected.type());
    events.rejected(id, rejected.type(), rejected.version(), rejected.error());
  }

  private void recovered(ResourceType type) {
    LOG.infof("proxy %s has its newest %s again", proxy().node(), type.shortName());
    events.recovered(id, type);
  }
}
