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

  private static final Answer TOO_MANY =
      Answer.denied(
          Answer.Status.TOO_MANY_REQUESTS,
          "Higuma has more calls waiting than it can answer in time; try again in a moment");

  private static final Answer.Denied UNWRITTEN =
      Answer.denied(Answer.Status.FAULT, "Higuma failed to write its answer");

  private final Subject subject;
  private final Webhook webhook;
  private final AdmissionMetrics metrics;

  ReviewHandler(Subject subject, Webhook webhook, AdmissionMetrics metrics) {
    this.subject = subject;
    this.webhook = webhook;
    this.metrics = metrics;
  }

  /** Reads a body; never throws. */
  Review read(byte[] body) {
    try {
      return ReviewReader.read(body, subject);
    } catch (Throwable fault) {
      metrics.fault();
      LOG.error("a call could not be read", fault);
      return new Review.Unreadable(ReviewVersion.V1, "", true, "it could not be read: " + fault);
    }
  }

  /**
   * Decides from memory about what was read; empty where the cluster must be asked. Never throws.
   */
  Optional<Answer> decide(Review review) {
    return switch (review) {
      case Review.Call call -> answer(call);
      case Review.Unreadable unreadable -> {
        metrics.unreadable();
        LOG.debugf(
            "no call about a %s, uid '%s': %s",
            subject.title(), OneLine.of(unreadable.uid()), OneLine.of(unreadable.problem()));
        yield Optional.of(Answer.denied(Answer.Status.BAD_REQUEST, unreadable.problem()));
      }
    };
  }

  /** Decides by asking the cluster; may wait for the network. Never throws. */
  Answer ask(Review.Call call) {
    try {
      return webhook.ask(call);
    } catch (Throwable fault) {
      return faulty(call, fault);
    }
  }

  /** Refuses what was read because it cannot be decided now. */
  Answer unavailable(Review.Call call, String message) {
    LOG.warnf("refused a call, uid '%s': %s", OneLine.of(call.uid()), message);
    return Answer.denied(Answer.Status.UNAVAILABLE, message);
  }

  /** Writes down what was decided. Never throws. */
  Reply write(Review review, Answer answer) {
    return switch (review) {
      case Review.Call call -> reply(200, call, answer);
      case Review.Unreadable unreadable ->
          reply(unreadable.json() && !unreadable.uid().isEmpty() ? 200 : 400, unreadable, answer);
    };
  }

  /** Refuses a call unread because too many wait. */
  Reply shed(byte[] body) {
    metrics.shed();
    var head = ReviewHead.of(body);
    LOG.debugf("refused a call unread, uid '%s': too many wait", OneLine.of(head.uid()));
    var unread = new Review.Unreadable(head.version(), head.uid(), true, "too many wait");
    return reply(head.uid().isEmpty() ? 429 : 200, unread, TOO_MANY);
  }

  private Optional<Answer> answer(Review.Call call) {
    try {
      return webhook.answer(call);
    } catch (Throwable fault) {
      return Optional.of(faulty(call, fault));
    }
  }

  private Answer faulty(Review.Call call, Throwable fault) {
    metrics.fault();
    LOG.errorf(
        fault,
        "failed to decide about %s/%s, uid %s: a fault of Higuma",
        OneLine.of(call.namespace()),
        OneLine.of(call.objectName()),
        OneLine.of(call.uid()));
    return Answer.denied(
        Answer.Status.FAULT,
        "Higuma failed to decide about this "
            + subject.title()
            + " ("
            + fault.getClass().getSimpleName()
            + ")");
  }

  private Reply reply(int status, Review review, Answer answer) {
    if (answer instanceof Answer.Denied denied && answer.isFault()) {
      return failed(review, denied);
    }
    try {
      var written = AnswerWriter.write(review.version(), review.uid(), answer);
      metrics.answered(written.body().length());
      return new Reply(status, written.body(), subject, review, answer, written.patchBytes());
    } catch (Throwable fault) {
      metrics.fault();
      LOG.error("an answer could not be written", fault);
      return failed(review, UNWRITTEN);
    }
  }

  private Reply failed(Review review, Answer.Denied fault) {
    return new Reply(fault.code(), Buffer.buffer(fault.message()), subject, review, fault, 0);
  }
}
