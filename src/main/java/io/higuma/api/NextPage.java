package io.higuma.api;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.UriInfo;
import java.util.function.IntFunction;

/** Makes the addresses of pages of lists. */
@Singleton
public class NextPage {
  private final ConfigService config;

  /** Reads {@code apiServer.basePath} from the settings in force. */
  @Inject
  public NextPage(ConfigService config) {
    this.config = config;
  }

  /** The path and query of a request with another offset. */
  public IntFunction<String> after(UriInfo request) {
    return offset -> {
      var next = request.getRequestUriBuilder().replaceQueryParam("offset", offset).build();
      return config.basePath() + next.getRawPath() + "?" + next.getRawQuery();
    };
  }
}
