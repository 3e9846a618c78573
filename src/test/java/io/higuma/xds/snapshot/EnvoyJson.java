package io.higuma.xds.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.util.List;

/** The JSON form of Envoy's messages. */
public final class EnvoyJson {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final JsonFormat.TypeRegistry TYPES =
      JsonFormat.TypeRegistry.newBuilder()
          .add(
              List.of(
                  Cluster.getDescriptor(),
                  ClusterLoadAssignment.getDescriptor(),
                  Listener.getDescriptor(),
                  HttpConnectionManager.getDescriptor(),
                  TcpProxy.getDescriptor(),
                  Router.getDescriptor(),
                  HttpProtocolOptions.getDescriptor()))
          .build();

  private EnvoyJson() {}

  /** The JSON form of a resource. */
  public static JsonNode of(XdsResource resource) {
    return of(resource.any());
  }

  /** The JSON form of a message. */
  static JsonNode of(Message message) {
    try {
      return MAPPER.readTree(
          JsonFormat.printer()
              .usingTypeRegistry(TYPES)
              .preservingProtoFieldNames()
              .omittingInsignificantWhitespace()
              .print(message));
    } catch (InvalidProtocolBufferException | JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** The JSON form that a message with this JSON has after it was parsed; no field is ignored. */
  static JsonNode parsed(JsonNode any) {
    Any.Builder message = Any.newBuilder();
    merge(any, message);
    return of(message.build());
  }

  /** The metadata of a node. */
  public static NodeMetadata node(JsonNode metadata) {
    Struct.Builder struct = Struct.newBuilder();
    merge(metadata, struct);
    return NodeMetadata.of(struct.build());
  }

  private static void merge(JsonNode json, Message.Builder message) {
    try {
      JsonFormat.parser().usingTypeRegistry(TYPES).merge(json.toString(), message);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(json.toString(), e);
    }
  }
}
