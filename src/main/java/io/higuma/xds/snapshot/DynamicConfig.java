package io.higuma.xds.snapshot;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.Pipe;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The listener that kuma-dp polls on a Unix socket for the names that it resolves. A request with
 * the current {@code Etag} gets status 304.
 */
final class DynamicConfig {
  private static final String NAME = "_kuma:dynamicconfig";
  private static final String SOCKET = "/kuma-mesh-metric-config.sock";
  private static final String DNS = "/dns";
  private static final int TTL_SECONDS = 30;
  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;

  private DynamicConfig() {}

  /**
   * The listener. It is large, and each proxy has one of its own because of its folder and labels.
   *
   * @param workdir the folder of the socket
   * @param records the names and their addresses
   * @param labels labels of the proxy for its DNS metrics
   */
  static XdsResource listener(
      String workdir, DnsRecords records, SortedMap<String, String> labels) {
    String form = XdsResource.of(NAME, message(workdir, Map.of(), labels)).version();
    return XdsResource.builtWhenSent(
        NAME,
        new ContentHash().add(form).add(records.version()).toString(),
        () -> message(workdir, records.names(), labels));
  }

  private static Listener message(
      String workdir, Map<String, List<String>> names, SortedMap<String, String> labels) {
    String body = body(names, labels);
    String etag = new ContentHash().add(body).full();
    List<Route> routes = List.of(notModified(etag), records(body, etag));
    Address socket =
        Address.newBuilder().setPipe(Pipe.newBuilder().setPath(workdir + SOCKET)).build();
    return Listeners.listener(
            NAME,
            socket,
            TrafficDirection.UNSPECIFIED,
            HttpFilters.fixedResponses(NAME, routes, body.getBytes(StandardCharsets.UTF_8).length))
        .build();
  }

  private static Route notModified(String etag) {
    return Route.newBuilder()
        .setMatch(
            RouteMatch.newBuilder()
                .setPath(DNS)
                .addHeaders(
                    HeaderMatcher.newBuilder()
                        .setName("If-None-Match")
                        .setStringMatch(StringMatcher.newBuilder().setExact(etag))))
        .setDirectResponse(DirectResponseAction.newBuilder().setStatus(NOT_MODIFIED))
        .build();
  }

  private static Route records(String body, String etag) {
    return Route.newBuilder()
        .setName(NAME + ":" + DNS)
        .setMatch(RouteMatch.newBuilder().setPath(DNS))
        .setDirectResponse(
            DirectResponseAction.newBuilder()
                .setStatus(OK)
                .setBody(DataSource.newBuilder().setInlineString(body)))
        .addResponseHeadersToAdd(
            HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder().setKey("Etag").setValue(etag)))
        .build();
  }

  private static String body(Map<String, List<String>> names, Map<String, String> labels) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    var records = body.putArray("records");
    names.forEach(
        (name, addresses) -> {
          var ips = records.addObject().put("name", name).putArray("ips");
          addresses.forEach(ips::add);
        });
    body.put("ttl", TTL_SECONDS);
    labels.forEach(body.putObject("extraLabels")::put);
    return body.toString();
  }
}
