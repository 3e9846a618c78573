package io.higuma.admission;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;

/**
 * One HTTP request to a webhook, from its headers to its response. Runs on the event loop of its
 * connection, except for parsing and deciding large bodies and reads from the API server.
 */
final class HttpExchange {
  private final Vertx vertx;
  private final Context context;
  private final HttpServerRequest request;
  private final ReviewHandler handler;
  private final ServerState state;
  private final DispatchQueue queue;
  private final TimeoutSweeper.Deadline deadline;
  private final BodyBuffer body = new BodyBuffer();
  private final StageTimer stageTimer = new StageTimer();
  private long reservedBytes;
  private boolean finished;

  HttpExchange(
      Vertx vertx,
      HttpServerRequest request,
      ReviewHandler handler,
      ServerState state,
      DispatchQueue queue) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.request = request;
    this.handler = handler;
    this.state = state;
    this.queue = queue;
    this.deadline =
        state
            .sweeper()
            .start(state.timeouts().body(), () -> context.runOnContext(nothing -> bodyTimedOut()));
    state.inFlight().incrementAndGet();
  }

  /** Receives the body and sends the response. */
  void run() {
    request.exceptionHandler(broken -> finish());
    request.handler(this::chunk);
    request.endHandler(nothing -> bodyReceived());
  }

  private void chunk(Buffer chunk) {
    if (finished) {
      return;
    }
    if (reservedBytes + chunk.length() > BodyLimit.BYTES) {
      reject(413, "the body is larger than " + BodyLimit.BYTES + " bytes");
    } else if (!state.bodyBudget().reserve(chunk.length())) {
      reject(503, "too many large requests at once");
    } else {
      body.append(chunk);
      reservedBytes += chunk.length();
    }
  }

  private void bodyReceived() {
    if (finished) {
      return;
    }
    deadline.stop();
    stageTimer.start();
    byte[] bytes = body.take();
    if (!queue.offer(() -> dequeued(bytes))) {
      send(handler.shed(bytes));
    }
  }

  private void dequeued(byte[] bytes) {
    if (bytes.length <= BodyLimit.SMALL_BYTES) {
      stageTimer.end(Stage.WAIT);
      read(bytes);
    } else {
      state.loops().task("large reviews", () -> readInTurn(bytes));
    }
  }

  private void readInTurn(byte[] bytes) {
    state.largeReviews().acquireUninterruptibly();
    try {
      stageTimer.end(Stage.WAIT);
      read(bytes);
    } finally {
      state.largeReviews().release();
    }
  }

  /** Runs on the event loop, or for a large body on a virtual thread. */
  private void read(byte[] bytes) {
    var admissionRequest = handler.read(bytes);
    stageTimer.end(Stage.READ);
    if (admissionRequest instanceof AdmissionRequest.Parsed parsed
        && !state.waitingRequests().isOpen()) {
      context.runOnContext(nothing -> awaitReadiness(parsed));
    } else {
      decide(admissionRequest);
    }
  }

  private void decide(AdmissionRequest admissionRequest) {
    var response = handler.decide(admissionRequest);
    if (response.isPresent()) {
      respond(admissionRequest, response.get());
    } else if (admissionRequest instanceof AdmissionRequest.Parsed parsed) {
      state.loops().task("live decisions", () -> respond(parsed, handler.decideLive(parsed)));
    }
  }

  private void respond(AdmissionRequest admissionRequest, AdmissionResponse response) {
    stageTimer.end(Stage.DECIDE);
    send(handler.write(admissionRequest, response));
  }

  private void awaitReadiness(AdmissionRequest.Parsed admissionRequest) {
    var readiness = state.waitingRequests().readiness();
    var onOpen = new Runnable[1];
    long timer =
        state
            .loops()
            .after(
                vertx,
                readiness.timeout(),
                "waiting reviews",
                () -> {
                  if (state.waitingRequests().remove(onOpen[0])) {
                    rejectNotReady(admissionRequest, "not ready yet: " + readiness.missing().get());
                  }
                });
    onOpen[0] =
        () ->
            context.runOnContext(
                nothing -> {
                  vertx.cancelTimer(timer);
                  stageTimer.end(Stage.WAIT);
                  decide(admissionRequest);
                });
    if (!state.waitingRequests().add(onOpen[0])) {
      vertx.cancelTimer(timer);
      rejectNotReady(
          admissionRequest, "too many requests are waiting: " + readiness.missing().get());
    }
  }

  private void rejectNotReady(AdmissionRequest.Parsed admissionRequest, String message) {
    stageTimer.end(Stage.WAIT);
    respond(admissionRequest, handler.unavailable(admissionRequest, message));
  }

  private void send(RequestOutcome outcome) {
    if (context.equals(Vertx.currentContext())) {
      write(outcome);
    } else {
      context.runOnContext(nothing -> write(outcome));
    }
  }

  private void write(RequestOutcome outcome) {
    if (!finished && !request.response().closed()) {
      request
          .response()
          .setStatusCode(outcome.status())
          .putHeader(HttpHeaders.CONTENT_TYPE, outcome.contentType());
      state.drain().respond(request, outcome.body());
      stageTimer.end(Stage.WRITE);
      var times = stageTimer.times();
      state.metrics().recordStages(times);
      var path = Objects.requireNonNullElse(request.path(), "");
      state.requestListener().onResponse(path, request.headers(), outcome, times);
    }
    finish();
  }

  private void bodyTimedOut() {
    reject(408, "the body did not arrive in time");
  }

  private void reject(int status, String message) {
    if (!finished) {
      new HttpErrors(vertx, state.loops()).reject(request, status, message);
      finish();
    }
  }

  private void finish() {
    if (!finished) {
      finished = true;
      body.clear();
      deadline.stop();
      state.bodyBudget().release(reservedBytes);
      state.inFlight().decrementAndGet();
    }
  }
}
