package io.higuma.cluster.client;

import io.higuma.kuma.KubernetesName;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Path and query of a Kubernetes API request. Built from segments that are percent-encoded one by
 * one (RFC 3986), so that the text of a segment cannot change the path or add a query. {@link
 * ApiCalls} accepts no other type of path.
 *
 * <p>The API server decodes a path before it splits it. Like the API machinery ({@code
 * IsValidPathSegmentName}) this class rejects segments that would still change the path: empty
 * segments, {@code .} and {@code ..}, and segments with {@code /} or {@code %}. Callers must
 * validate user input first ({@link KubernetesName}).
 */
public final class ApiPath {
  private static final String UNRESERVED = "-._~";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /** The version endpoint of the API server. */
  public static final ApiPath VERSION = new ApiPath("/version", "");

  private final String path;
  private final String query;

  private ApiPath(String path, String query) {
    this.path = path;
    this.query = query;
  }

  /** The core group, version {@code v1}. */
  public static ApiPath core() {
    return new ApiPath("/api", "").segment("v1");
  }

  /** A group and version, such as {@code apps} and {@code v1}. */
  public static ApiPath group(String group, String version) {
    return new ApiPath("/apis", "").segment(group).segment(version);
  }

  /** Kuma's group. */
  public static ApiPath kuma() {
    return group("kuma.io", "v1alpha1");
  }

  /** The ReplicaSets of a namespace. */
  static ApiPath replicaSets(String namespace) {
    return group("apps", "v1").namespace(namespace).resource("replicasets");
  }

  /** The Jobs of a namespace. */
  static ApiPath jobs(String namespace) {
    return group("batch", "v1").namespace(namespace).resource("jobs");
  }

  /**
   * Parses the {@code apiVersion} of an object, such as {@code v1} or {@code apps/v1}; empty if it
   * is invalid.
   */
  public static Optional<ApiPath> of(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    var version = apiVersion.substring(slash + 1);
    if (!KubernetesName.DNS_LABEL.matches(version)) {
      return Optional.empty();
    }
    if (slash < 0) {
      return Optional.of(new ApiPath("/api", "").segment(version));
    }
    var group = apiVersion.substring(0, slash);
    return KubernetesName.DNS_SUBDOMAIN.matches(group)
        ? Optional.of(group(group, version))
        : Optional.empty();
  }

  /** Adds a namespace; resources that follow are in it. */
  public ApiPath namespace(String name) {
    return resource("namespaces").name(name);
  }

  /**
   * Adds a resource: the collection of all objects of a kind.
   *
   * @param plural such as {@code pods}
   */
  public ApiPath resource(String plural) {
    return segment(plural);
  }

  /** Adds the name of one object. */
  public ApiPath name(String name) {
    return segment(name);
  }

  /** Adds a subresource, such as {@code status}. */
  public ApiPath subresource(String name) {
    return segment(name);
  }

  /** Returns a copy with one more query parameter. */
  public ApiPath with(String parameter, String value) {
    var prefix = query.isEmpty() ? "?" : query + "&";
    return new ApiPath(path, prefix + encoded(parameter) + "=" + encoded(value));
  }

  /** Returns a copy with the {@code fieldManager} of Higuma. */
  public ApiPath asManager() {
    return with("fieldManager", "higuma");
  }

  private ApiPath segment(String text) {
    if (!isSegment(text)) {
      throw new IllegalArgumentException("'" + text + "' cannot be a segment of a path");
    }
    if (!query.isEmpty()) {
      throw new IllegalStateException("a segment after the query of " + this);
    }
    return new ApiPath(path + "/" + encoded(text), "");
  }

  private static boolean isSegment(String text) {
    return !text.isEmpty()
        && !text.equals(".")
        && !text.equals("..")
        && text.indexOf('/') < 0
        && text.indexOf('%') < 0;
  }

  private static String encoded(String text) {
    var encoded = new StringBuilder(text.length());
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      if (isUnreserved(each)) {
        encoded.append((char) each);
      } else {
        encoded.append('%').append(HEX.toHexDigits(each));
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED.indexOf(c) >= 0;
  }

  /** Path and query as sent in a request. */
  @Override
  public String toString() {
    return path + query;
  }
}
