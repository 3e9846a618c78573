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

  private static final AdmissionResponse TOO_MANY =
      AdmissionResponse.denied(
          AdmissionResponse.Status.TOO_MANY_REQUESTS,
          "Higuma has more requests queued than it can answer in time; retry in a moment");

  private static final AdmissionResponse.Denied UNWRITTEN =
      AdmissionResponse.denied(AdmissionResponse.Status.FAULT, "Higuma failed to write its response");

  private final WebhookTarget subject;
  private final Webhook webhook;
  private final AdmissionMetrics metrics;

  ReviewHandler(WebhookTarget subject, Webhook webhook, AdmissionMetrics metrics) {
    this.subject = subject;
    this.webhook = webhook;
    this.metrics = metrics;
  }

  /** Parses a body; never throws. */
  AdmissionRequest read(byte[] body) {
    try {
      return AdmissionRequestReader.read(body, subject);
    } catch (Throwable fault) {
      metrics.fault();
      LOG.error("internal error while parsing an admission request", fault);
      return new AdmissionRequest.Unreadable(
          ReviewVersion.V1, "", true, "the body cannot be parsed: " + fault);
    }
  }

  /** Decides from the caches; empty if the API server must be read. Never throws. */
  Optional<AdmissionResponse> decide(AdmissionRequest review) {
    return switch (review) {
      case AdmissionRequest.Call call -> answer(call);
      case AdmissionRequest.Unreadable unreadable -> {
        metrics.unreadable();
        LOG.debugf(
            "not an admission request for a %s, uid '%s': %s",
            subject.title(), LogText.of(unreadable.uid()), LogText.of(unreadable.problem()));
        yield Optional.of(
            AdmissionResponse.denied(AdmissionResponse.Status.BAD_REQUEST, unreadable.problem()));
      }
    };
  }

  /** Decides with reads from the API server; may block on the network. Never throws. */
  AdmissionResponse ask(AdmissionRequest.Call call) {
    try {
      return webhook.ask(call);
    } catch (Throwable fault) {
      return faulty(call, fault);
    }
  }

  /** Rejects a parsed request because the server is not ready. */
  AdmissionResponse unavailable(AdmissionRequest.Call call, String message) {
    LOG.warnf("rejected a request, uid '%s': %s", LogText.of(call.uid()), message);
    return AdmissionResponse.denied(AdmissionResponse.Status.UNAVAILABLE, message);
  }

  /** Serializes a response. Never throws. */
  HttpReply write(AdmissionRequest review, AdmissionResponse answer) {
    return switch (review) {
      case AdmissionRequest.Call call -> reply(200, call, answer);
      case AdmissionRequest.Unreadable unreadable ->
          reply(unreadable.json() && !unreadable.uid().isEmpty() ? 200 : 400, unreadable, answer);
    };
  }

  /** Rejects a request unread because the queue is full. */
  HttpReply shed(byte[] body) {
    metrics.shed();
    var head = RequestHead.of(body);
    LOG.debugf("rejected a request unread, uid '%s': the queue is full", LogText.of(head.uid()));
    var unread = new AdmissionRequest.Unreadable(head.version(), head.uid(), true, "the queue is full");
    return reply(head.uid().isEmpty() ? 429 : 200, unread, TOO_MANY);
  }

  private Optional<AdmissionResponse> answer(AdmissionRequest.Call call) {
    try {
      return webhook.answer(call);
    } catch (Throwable fault) {
      return Optional.of(faulty(call, fault));
    }
  }

  private AdmissionResponse faulty(AdmissionRequest.Call call, Throwable fault) {
    metrics.fault();
    LOG.errorf(
        fault,
        "internal error while deciding about %s/%s, uid %s",
        LogText.of(call.namespace()),
        LogText.of(call.objectName()),
        LogText.of(call.uid()));
    return AdmissionResponse.denied(
        AdmissionResponse.Status.FAULT,
        "Higuma failed to decide about this "
            + subject.title()
            + " ("
            + fault.getClass().getSimpleName()
            + ")");
  }

  private HttpReply reply(int status, AdmissionRequest review, AdmissionResponse answer) {
    if (answer instanceof AdmissionResponse.Denied denied && answer.isFault()) {
      return failed(review, denied);
    }
    try {
      var written = AdmissionResponseWriter.write(review.version(), review.uid(), answer);
      metrics.answered(written.body().length());
      return new HttpReply(status, written.body(), subject, review, answer, written.patchBytes());
    } catch (Throwable fault) {
      metrics.fault();
      LOG.error("internal error while writing an admission response", fault);
      return failed(review, UNWRITTEN);
    }
  }

  private HttpReply failed(AdmissionRequest review, AdmissionResponse.Denied fault) {
    return new HttpReply(fault.code(), Buffer.buffer(fault.message()), subject, review, fault, 0);
  }
}
