package io.higuma.xds.snapshot;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A serialized xDS resource, shared by all proxies that get it. Two with the same name and version
 * are equal.
 */
public final class XdsResource {
  private final String name;
  private final String version;
  private final Supplier<Any> any;

  private XdsResource(String name, String version, Supplier<Any> any) {
    this.name = name;
    this.version = version;
    this.any = any;
  }

  static XdsResource of(String name, Message message) {
    Any packed = pack(message);
    return new XdsResource(name, new ContentHash().add(packed.getValue()).toString(), () -> packed);
  }

  /**
   * A resource that is large and has one user: it is built each time it is sent, and not kept.
   *
   * @param version hash of all that the message is made from
   */
  static XdsResource builtWhenSent(String name, String version, Supplier<Message> message) {
    return new XdsResource(name, version, () -> pack(message.get()));
  }

  /** Only to search by name. */
  static XdsResource named(String name) {
    return new XdsResource(name, "", Any::getDefaultInstance);
  }

  /** Packs a message as {@code google.protobuf.Any}, as in configurations of extensions. */
  static Any pack(Message message) {
    return Any.newBuilder()
        .setTypeUrl(ResourceType.typeUrl(message.getClass()))
        .setValue(message.toByteString())
        .build();
  }

  /** Its name, unique in its type. */
  public String name() {
    return name;
  }

  /** Hash of its content, the same in every process. */
  public String version() {
    return version;
  }

  /** The resource. */
  public Any any() {
    return any.get();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof XdsResource resource
            && name.equals(resource.name)
            && version.equals(resource.version));
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + version.hashCode();
  }

  @Override
  public String toString() {
    return name + "@" + version;
  }
}
