package io.higuma.admission;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Parses a request body, calls the {@link Webhook} and serializes its response. Internal errors are
 * caught only here: they become HTTP 500, and the API server applies {@code failurePolicy}.
 */
final class ReviewHandler {
  private static final Logger LOG = Logger.getLogger(ReviewHandler.class);

  private static final AdmissionResponse QUEUE_FULL =
      AdmissionResponse.denied(
          AdmissionResponse.Status.TOO_MANY_REQUESTS,
          "Higuma has more requests queued than it can answer in time; retry in a moment");

  private static final AdmissionResponse.Denied WRITE_FAILED =
      AdmissionResponse.denied(
          AdmissionResponse.Status.FAULT, "Higuma failed to write its response");

  private final WebhookTarget target;
  private final Webhook webhook;
  private final AdmissionMetrics metrics;

  ReviewHandler(WebhookTarget target, Webhook webhook, AdmissionMetrics metrics) {
    this.target = target;
    this.webhook = webhook;
    this.metrics = metrics;
  }

  /** Parses a body; never throws. */
  AdmissionRequest read(byte[] body) {
    try {
      return AdmissionRequestReader.read(body, target);
    } catch (Throwable fault) {
      metrics.fault();
      LOG.error("internal error while parsing an admission request", fault);
      return new AdmissionRequest.Unreadable(
          ReviewVersion.V1, "", true, "the body cannot be parsed: " + fault);
    }
  }

  /** Decides from the caches; empty if the API server must be read. Never throws. */
  Optional<AdmissionResponse> decide(AdmissionRequest request) {
    return switch (request) {
      case AdmissionRequest.Parsed parsed -> decideFromCache(parsed);
      case AdmissionRequest.Unreadable unreadable -> {
        metrics.unreadable();
        LOG.debugf(
            "not an admission request for a %s, uid '%s': %s",
            target.title(), LogText.of(unreadable.uid()), LogText.of(unreadable.problem()));
        yield Optional.of(
            AdmissionResponse.denied(AdmissionResponse.Status.BAD_REQUEST, unreadable.problem()));
      }
    };
  }

  /** Decides with reads from the API server; may block on the network. Never throws. */
  AdmissionResponse decideLive(AdmissionRequest.Parsed parsed) {
    try {
      return webhook.decideLive(parsed);
    } catch (Throwable fault) {
      return internalError(parsed, fault);
    }
  }

  /** Rejects a parsed request because the server is not ready. */
  AdmissionResponse unavailable(AdmissionRequest.Parsed parsed, String message) {
    LOG.warnf("rejected a request, uid '%s': %s", LogText.of(parsed.uid()), message);
    return AdmissionResponse.denied(AdmissionResponse.Status.UNAVAILABLE, message);
  }

  /** Serializes a response. Never throws. */
  RequestOutcome write(AdmissionRequest request, AdmissionResponse response) {
    return switch (request) {
      case AdmissionRequest.Parsed parsed -> outcome(200, parsed, response);
      case AdmissionRequest.Unreadable unreadable ->
          outcome(
              unreadable.json() && !unreadable.uid().isEmpty() ? 200 : 400, unreadable, response);
    };
  }

  /** Rejects a request unread because the queue is full. */
  RequestOutcome shed(byte[] body) {
    metrics.shed();
    var head = RequestHead.of(body);
    LOG.debugf("rejected a request unread, uid '%s': the queue is full", LogText.of(head.uid()));
    var unparsed =
        new AdmissionRequest.Unreadable(head.version(), head.uid(), true, "the queue is full");
    return outcome(head.uid().isEmpty() ? 429 : 200, unparsed, QUEUE_FULL);
  }

  private Optional<AdmissionResponse> decideFromCache(AdmissionRequest.Parsed parsed) {
    try {
      return webhook.decideFromCache(parsed);
    } catch (Throwable fault) {
      return Optional.of(internalError(parsed, fault));
    }
  }

  private AdmissionResponse internalError(AdmissionRequest.Parsed parsed, Throwable fault) {
    metrics.fault();
    LOG.errorf(
        fault,
        "internal error while deciding about %s/%s, uid %s",
        LogText.of(parsed.namespace()),
        LogText.of(parsed.objectName()),
        LogText.of(parsed.uid()));
    return AdmissionResponse.denied(
        AdmissionResponse.Status.FAULT,
        "Higuma failed to decide about this "
            + target.title()
            + " ("
            + fault.getClass().getSimpleName()
            + ")");
  }

  private RequestOutcome outcome(int status, AdmissionRequest request, AdmissionResponse response) {
    if (response instanceof AdmissionResponse.Denied denied && response.isFault()) {
      return failed(request, denied);
    }
    try {
      var written = AdmissionResponseWriter.write(request.version(), request.uid(), response);
      metrics.recordResponseSize(written.body().length());
      return new RequestOutcome(
          status, written.body(), target, request, response, written.patchBytes());
    } catch (Throwable fault) {
      metrics.fault();
      LOG.error("internal error while writing an admission response", fault);
      return failed(request, WRITE_FAILED);
    }
  }

  private RequestOutcome failed(AdmissionRequest request, AdmissionResponse.Denied fault) {
    return new RequestOutcome(
        fault.code(), Buffer.buffer(fault.message()), target, request, fault, 0);
  }
}
