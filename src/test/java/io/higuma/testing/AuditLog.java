package io.higuma.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The requests of the control plane's ServiceAccount in an API server's audit log. */
public final class AuditLog {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FORBIDDEN = 403;

  private final Path file;
  private final long begin;

  private AuditLog(Path file, long begin) {
    this.file = file;
    this.begin = begin;
  }

  /**
   * A request for resources.
   *
   * @param verb of RBAC
   * @param group the API group
   * @param resource plural, with the subresource after a slash
   * @param namespace empty for cluster-scoped objects and lists of all namespaces
   * @param name empty for lists
   * @param status of the response
   */
  public record Call(
      String verb, String group, String resource, String namespace, String name, int status) {

    /** Whether it was forbidden. */
    public boolean isRefused() {
      return status == FORBIDDEN;
    }

    /** The same request with status 0, which equals others like it. */
    public Call withoutStatus() {
      return new Call(verb, group, resource, namespace, name, 0);
    }
  }

  /** All requests from now on. */
  public static AuditLog from(LocalKubeApi api) {
    Path file = api.auditLog();
    try {
      return new AuditLog(file, Files.exists(file) ? Files.size(file) : 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** All requests so far, the oldest first. */
  public List<Call> calls() {
    try (var in = Files.newInputStream(file)) {
      in.skipNBytes(begin);
      String text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      return text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .map(AuditLog::read)
          .filter(event -> event.has("objectRef"))
          .map(AuditLog::call)
          .toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The forbidden requests. */
  public List<Call> refused() {
    return calls().stream().filter(Call::isRefused).toList();
  }

  private static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Call call(JsonNode event) {
    JsonNode about = event.path("objectRef");
    String part = about.path("subresource").asText("");
    return new Call(
        event.path("verb").asText(),
        about.path("apiGroup").asText(""),
        about.path("resource").asText() + (part.isEmpty() ? "" : "/" + part),
        about.path("namespace").asText(""),
        about.path("name").asText(""),
        event.path("responseStatus").path("code").asInt());
  }
}
