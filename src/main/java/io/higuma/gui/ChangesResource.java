package io.higuma.gui;

import io.higuma.api.PageRequests;
import io.higuma.api.Problem;
import io.higuma.api.ProblemException;
import io.higuma.api.status.ChangeNotices;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;

/**
 * Sends the names of changed views to a browser, which reads them again with its rights. A stream
 * ends after some time: the browser opens the next one, and its token is checked again. Blocking,
 * because the filters before it call the Kubernetes API.
 */
@Blocking
@Path(PageRequests.ROOT + "/changes")
public class ChangesResource {
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** How long a browser waits before it opens the next stream. */
  private static final long RECONNECT_MILLIS = 500;

  private final ChangeNotices notices;

  /** Creates the resource. */
  @Inject
  public ChangesResource(ChangeNotices notices) {
    this.notices = notices;
  }

  /** One event for each changed view, with its name. */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Multi<OutboundSseEvent> changes(@Context Sse sse) {
    return notices
        .subscribe()
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.Kind.UNAVAILABLE,
                    "more than "
                        + ChangeNotices.MAX_SUBSCRIBERS
                        + " browsers follow this replica: reload the page to see changes"))
        .onItem()
        .transformToIterable(changed -> changed)
        .map(
            view ->
                sse.newEventBuilder()
                    .name(view.code())
                    .data(view.code())
                    .reconnectDelay(RECONNECT_MILLIS)
                    .build())
        .select()
        .first(LONGEST);
  }
}
