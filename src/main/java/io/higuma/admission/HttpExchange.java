package io.higuma.admission;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

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
  private final DispatchQueue backlog;
  private final TimeoutSweeper.Deadline deadline;
  private final StageTimer clock = new StageTimer();
  private @Nullable Buffer body;
  private long taken;
  private boolean finished;

  HttpExchange(
      Vertx vertx,
      HttpServerRequest request,
      ReviewHandler handler,
      ServerState state,
      DispatchQueue backlog) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.request = request;
    this.handler = handler;
    this.state = state;
    this.backlog = backlog;
    this.deadline =
        state
            .deadlines()
            .start(state.patience().body(), () -> context.runOnContext(nothing -> tooSlow()));
    state.inFlight().incrementAndGet();
  }

  /** Receives the body and sends the response. */
  void run() {
    request.exceptionHandler(broken -> finish());
    request.handler(this::chunk);
    request.endHandler(nothing -> received());
  }

  private void chunk(Buffer chunk) {
    if (finished) {
      return;
    }
    if (taken + chunk.length() > BodyLimit.BYTES) {
      turnAway(413, "the body is larger than " + BodyLimit.BYTES + " bytes");
    } else if (!state.budget().take(chunk.length())) {
      turnAway(503, "too many large requests at once");
    } else {
      append(chunk);
    }
  }

  private void append(Buffer chunk) {
    if (body == null) {
      body = chunk;
    } else if (taken == body.length() && taken < BodyLimit.SMALL_BYTES) {
      body = Buffer.buffer(2 * BodyLimit.SMALL_BYTES).appendBuffer(body).appendBuffer(chunk);
    } else {
      body.appendBuffer(chunk);
    }
    taken += chunk.length();
  }

  private void received() {
    if (finished) {
      return;
    }
    deadline.stop();
    clock.start();
    byte[] bytes = body == null ? new byte[0] : body.getBytes();
    body = null;
    if (!backlog.enter(() -> turn(bytes))) {
      send(handler.shed(bytes));
    }
  }

  private void turn(byte[] bytes) {
    clock.end(Stage.WAIT);
    if (bytes.length <= BodyLimit.SMALL_BYTES) {
      read(bytes);
    } else {
      state.loops().task("large reviews", () -> read(bytes));
    }
  }

  /** Runs on the event loop, or for a large body on a virtual thread. */
  private void read(byte[] bytes) {
    var review = handler.read(bytes);
    clock.end(Stage.READ);
    if (review instanceof AdmissionRequest.Call call && !state.waitingRoom().isOpen()) {
      context.runOnContext(nothing -> await(call));
    } else {
      decide(review);
    }
  }

  private void decide(AdmissionRequest review) {
    var answer = handler.decide(review);
    if (answer.isPresent()) {
      answer(review, answer.get());
    } else if (review instanceof AdmissionRequest.Call call) {
      state.loops().task("live decisions", () -> answer(call, handler.ask(call)));
    }
  }

  private void answer(AdmissionRequest review, AdmissionResponse answer) {
    clock.end(Stage.DECIDE);
    send(handler.write(review, answer));
  }

  private void await(AdmissionRequest.Call review) {
    var gate = state.waitingRoom().gate();
    var onOpen = new Runnable[1];
    long timer =
        state
            .loops()
            .after(
                vertx,
                gate.patience(),
                "waiting reviews",
                () -> {
                  if (state.waitingRoom().leave(onOpen[0])) {
                    giveUp(review, "not ready yet: " + gate.waitingFor().get());
                  }
                });
    onOpen[0] =
        () ->
            context.runOnContext(
                nothing -> {
                  vertx.cancelTimer(timer);
                  clock.end(Stage.WAIT);
                  decide(review);
                });
    if (!state.waitingRoom().enter(onOpen[0])) {
      vertx.cancelTimer(timer);
      giveUp(review, "too many requests are waiting: " + gate.waitingFor().get());
    }
  }

  private void giveUp(AdmissionRequest.Call review, String why) {
    clock.end(Stage.WAIT);
    answer(review, handler.unavailable(review, why));
  }

  private void send(HttpReply reply) {
    if (context.equals(Vertx.currentContext())) {
      write(reply);
    } else {
      context.runOnContext(nothing -> write(reply));
    }
  }

  private void write(HttpReply reply) {
    if (!finished && !request.response().closed()) {
      request
          .response()
          .setStatusCode(reply.status())
          .putHeader(HttpHeaders.CONTENT_TYPE, reply.type());
      state.departure().answer(request, reply.body());
      clock.end(Stage.WRITE);
      state.reports().answered(request, reply, clock.times());
    }
    finish();
  }

  private void tooSlow() {
    turnAway(408, "the body did not arrive in time");
  }

  private void turnAway(int status, String why) {
    if (!finished) {
      new HttpErrors(vertx, state.loops()).turnAway(request, status, why);
      finish();
    }
  }

  private void finish() {
    if (!finished) {
      finished = true;
      body = null;
      deadline.stop();
      state.budget().giveBack(taken);
      state.inFlight().decrementAndGet();
    }
  }
}
