package io.higuma.gui;

import io.higuma.api.PageRequests;
import io.higuma.api.Problem;
import io.higuma.api.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

/** Style sheet and scripts. Public: they are the same in every cluster. */
@Path(PageRequests.ASSETS)
public class AssetResource {
  /** The files that are served, and nothing else of the class path. */
  private static final Map<String, String> TYPES =
      Map.of(
          "page.css", "text/css;charset=UTF-8",
          "page.js", "text/javascript;charset=UTF-8",
          "htmx.min.js", "text/javascript;charset=UTF-8",
          "sse.js", "text/javascript;charset=UTF-8",
          "icon.svg", "image/svg+xml");

  private final Map<String, Asset> read = new ConcurrentHashMap<>();

  private record Asset(String content, EntityTag tag) {}

  /** A file. */
  @GET
  @Path("{name}")
  public Response file(@PathParam("name") String name, @Context Request request) {
    var type = TYPES.get(name);
    if (type == null) {
      throw new ProblemException(Problem.Kind.NOT_FOUND, "the page has no such file");
    }
    var asset = read.computeIfAbsent(name, AssetResource::load);
    // A new version of the control plane has new files under the same names.
    return Optional.ofNullable(request.evaluatePreconditions(asset.tag()))
        .orElseGet(() -> Response.ok(asset.content()).type(type))
        .tag(asset.tag())
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .build();
  }

  private static Asset load(String name) {
    try (var stream = AssetResource.class.getResourceAsStream("assets/" + name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is not packaged");
      }
      byte[] content = stream.readAllBytes();
      var sum = new CRC32();
      sum.update(content);
      return new Asset(
          new String(content, StandardCharsets.UTF_8),
          new EntityTag(HexFormat.of().toHexDigits(sum.getValue(), 8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
