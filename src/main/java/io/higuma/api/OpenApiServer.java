package io.higuma.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/**
 * Adds {@code apiServer.basePath} to the OpenAPI document. Runs at each request: a document that is
 * complete at startup is serialized at startup, which takes a tenth of the time to the first
 * injection.
 */
@OpenApiFilter(stages = RunStage.RUNTIME_PER_REQUEST)
@ApplicationScoped
public class OpenApiServer implements OASFilter {
  private final ConfigService config;

  /** Reads the base path from the settings in force. */
  @Inject
  public OpenApiServer(ConfigService config) {
    this.config = config;
  }

  @Override
  public void filterOpenAPI(OpenAPI document) {
    var path = config.basePath();
    document.setServers(List.of(OASFactory.createServer().url(path.isEmpty() ? "/" : path)));
  }
}
