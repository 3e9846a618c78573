package io.higuma.cluster.client;

/** Classes of HTTP status codes. */
public final class HttpStatus {
  private HttpStatus() {}

  /** Whether a request with this response status succeeded (2xx). */
  public static boolean isSuccess(int status) {
    return status >= 200 && status < 300;
  }
}
