package io.higuma.xds.server;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Reads the body of a request up to a limit. */
final class BodyReader {
  private BodyReader() {}

  /** The body; fails if it is longer than {@code limit} bytes or the client leaves. */
  static Future<Buffer> read(HttpServerRequest request, int limit) {
    Promise<Buffer> done = Promise.promise();
    Buffer body = Buffer.buffer();
    request.handler(
        chunk -> {
          if (body.length() + chunk.length() > limit) {
            done.tryFail("too large");
          } else {
            body.appendBuffer(chunk);
          }
        });
    request.exceptionHandler(done::tryFail);
    request.endHandler(nothing -> done.tryComplete(body));
    return done.future();
  }
}
