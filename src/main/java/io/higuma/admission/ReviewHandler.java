package io.higuma.admission;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Bytes in, bytes out. The one place where a fault of our own becomes a failed call: the API server
 * hears why, the process lives on, and {@code failurePolicy} says what becomes of the Pod.
 */
final class ReviewHandler {
  private static final Logger LOG = Logger.getLogger(ReviewHandler.class);

  private static final AdmissionResponse TOO_MANY =
      AdmissionResponse.denied(
          AdmissionResponse.Status.TOO_MANY_REQUESTS,
          "Higuma has more calls waiting than it can answer in time; try again in a moment");

  private static final AdmissionResponse.Denied UNWRITTEN =
      AdmissionResponse.denied(AdmissionResponse.Status.FAULT, "Higuma failed to write its answer");

  private final WebhookTarget subject;
  private final Webhook webhook;
  private final AdmissionMetrics metrics;

  ReviewHandler(WebhookTarget subject, Webhook webhook, AdmissionMetrics metrics) {
    this.subject = subject;
    this.webhook = webhook;
    this.metrics = metrics;
  }

  /** Reads a body; never throws. */
  AdmissionRequest read(byte[] body) {
    try {
      return AdmissionRequestReader.read(body, subject);
    } catch (Throwable fault) {
      metrics.fault();
      LOG.error("a call could not be read", fault);
      return new AdmissionRequest.Unreadable(
          ReviewVersion.V1, "", true, "it could not be read: " + fault);
    }
  }

  /**
   * Decides from memory about what was read; empty where the cluster must be asked. Never throws.
   */
  Optional<AdmissionResponse> decide(AdmissionRequest review) {
    return switch (review) {
      case AdmissionRequest.Call call -> answer(call);
      case AdmissionRequest.Unreadable unreadable -> {
        metrics.unreadable();
        LOG.debugf(
            "no call about a %s, uid '%s': %s",
            subject.title(), LogText.of(unreadable.uid()), LogText.of(unreadable.problem()));
        yield Optional.of(
            AdmissionResponse.denied(AdmissionResponse.Status.BAD_REQUEST, unreadable.problem()));
      }
    };
  }

  /** Decides by asking the cluster; may wait for the network. Never throws. */
  AdmissionResponse ask(AdmissionRequest.Call call) {
    try {
      return webhook.ask(call);
    } catch (Throwable fault) {
      return faulty(call, fault);
    }
  }

  /** Refuses what was read because it cannot be decided now. */
  AdmissionResponse unavailable(AdmissionRequest.Call call, String message) {
    LOG.warnf("refused a call, uid '%s': %s", LogText.of(call.uid()), message);
    return AdmissionResponse.denied(AdmissionResponse.Status.UNAVAILABLE, message);
  }

  /** Writes down what was decided. Never throws. */
  HttpReply write(AdmissionRequest review, AdmissionResponse answer) {
    return switch (review) {
      case AdmissionRequest.Call call -> reply(200, call, answer);
      case AdmissionRequest.Unreadable unreadable ->
          reply(unreadable.json() && !unreadable.uid().isEmpty() ? 200 : 400, unreadable, answer);
    };
  }

  /** Refuses a call unread because too many wait. */
  HttpReply shed(byte[] body) {
    metrics.shed();
    var head = RequestHead.of(body);
    LOG.debugf("refused a call unread, uid '%s': too many wait", LogText.of(head.uid()));
    var unread = new AdmissionRequest.Unreadable(head.version(), head.uid(), true, "too many wait");
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
        "failed to decide about %s/%s, uid %s: a fault of Higuma",
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
      LOG.error("an answer could not be written", fault);
      return failed(review, UNWRITTEN);
    }
  }

  private HttpReply failed(AdmissionRequest review, AdmissionResponse.Denied fault) {
    return new HttpReply(fault.code(), Buffer.buffer(fault.message()), subject, review, fault, 0);
  }
}
