package io.higuma.cluster.client;

/** Parses API paths for tests. */
public final class ApiPaths {
  private ApiPaths() {}

  /** Parses a path with optional query, such as {@code /apis/apps/v1/replicasets?limit=1}. */
  public static ApiPath of(String text) {
    int question = text.indexOf('?');
    var segments = (question < 0 ? text : text.substring(0, question)).split("/", -1);
    boolean core = segments[1].equals("api");
    var path = core ? ApiPath.core() : ApiPath.group(segments[2], segments[3]);
    for (int i = core ? 3 : 4; i < segments.length; i++) {
      path = path.resource(segments[i]);
    }
    if (question >= 0) {
      for (var parameter : text.substring(question + 1).split("&", -1)) {
        int equals = parameter.indexOf('=');
        path = path.with(parameter.substring(0, equals), parameter.substring(equals + 1));
      }
    }
    return path;
  }
}
