package io.higuma.testing;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;

/**
 * The response to a POST request of Vert.x's client.
 *
 * @param status of the response
 * @param body of the response as text
 */
public record Posted(int status, String body) {

  /**
   * Posts JSON to this machine. The body of a completed response is not delivered again, and its
   * future never completes, so the body is requested before the request is sent.
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
