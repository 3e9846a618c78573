package io.higuma.testing;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;

/**
 * What somebody answered to something that Vert.x's client posted.
 *
 * @param status the answer's status
 * @param body the answer's body as text
 */
public record Posted(int status, String body) {

  /**
   * Posts JSON to this machine. The body of an answer that has ended is never handed out again, and
   * the future with it never completed, so it is asked for before the request leaves.
   */
  public static Future<Posted> to(HttpClient client, int port, String path, String json) {
    return client
        .request(HttpMethod.POST, port, "127.0.0.1", path)
        .compose(
            request -> {
              var posted =
                  request
                      .response()
                      .compose(
                          answer ->
                              answer
                                  .body()
                                  .map(body -> new Posted(answer.statusCode(), body.toString())));
              request.putHeader("Content-Type", "application/json").send(json);
              return posted;
            });
  }
}
