package io.higuma.xds.snapshot;

import com.google.protobuf.Any;
import com.google.protobuf.Message;

/**
 * A serialized xDS resource, shared by all proxies that get it.
 *
 * @param name its name, unique in its type
 * @param version hash of its content, the same in every process
 * @param any the resource
 */
public record XdsResource(String name, String version, Any any) {

  static XdsResource of(String name, Message message) {
    Any any = pack(message);
    return new XdsResource(name, new ContentHash().add(any.getValue()).toString(), any);
  }

  /** Packs a message as {@code google.protobuf.Any}, as in configurations of extensions. */
  static Any pack(Message message) {
    return Any.newBuilder()
        .setTypeUrl(ResourceType.typeUrl(message.getClass()))
        .setValue(message.toByteString())
        .build();
  }
}
