package io.higuma.cluster.client;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * HTTP client of the Kubernetes API with JSON as bytes. Uses the connections, trust and credentials
 * of a fabric8 client, but not its model and not its retries. Calls block, so run them on virtual
 * threads.
 */
public final class ApiCalls {
  public static final String JSON = "application/json";
  public static final String JSON_PATCH = "application/json-patch+json";

  /** {@code Accept} header of a list that returns only metadata. */
  public static final String METADATA_LIST =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

  /**
   * {@code Accept} header of a watch that returns only metadata; with the list type, a watch
   * returns no events.
   */
  public static final String METADATA_EVENTS =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

  private static final int ERROR_LIMIT = 1 << 16;
  private static final byte[] EMPTY = new byte[0];

  private final KubernetesClient client;
  private final StartupLimiter startupLimiter;
  private final HttpClient http;
  private final String server;

  /** Sends calls through this client, which the caller closes. */
  public ApiCalls(KubernetesClient client) {
    this(client, StartupLimiter.unlimited());
  }

  /**
   * Sends calls through this client, limited during process start.
   *
   * @param startupLimiter limits calls until its limit is removed
   */
  public ApiCalls(KubernetesClient client, StartupLimiter startupLimiter) {
    this.client = client;
    this.startupLimiter = startupLimiter;
    Config config = client.getConfiguration();
    RequestConfig noRetries =
        new RequestConfigBuilder(config.getRequestConfig()).withRequestRetryBackoffLimit(0).build();
    this.http = client.getHttpClient().newBuilder().tag(noRetries).build();
    String url = config.getMasterUrl();
    this.server = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /**
   * The start limit. {@link #stream} does not wait for it: lists and watches must; other calls do.
   */
  public StartupLimiter startupLimiter() {
    return startupLimiter;
  }

  /** The fabric8 client, for infrequent calls. */
  public KubernetesClient client() {
    return client;
  }

  public ApiResponse get(ApiPath path) throws IOException, InterruptedException {
    return get(path, ClusterClients.LIMIT);
  }

  public ApiResponse get(ApiPath path, Duration limit) throws IOException, InterruptedException {
    return call(http.newHttpRequestBuilder().uri(server + path), limit);
  }

  public ApiResponse post(ApiPath path, byte[] body) throws IOException, InterruptedException {
    return call(withBody("POST", path, JSON, body), ClusterClients.LIMIT);
  }

  public ApiResponse put(ApiPath path, byte[] body) throws IOException, InterruptedException {
    return call(withBody("PUT", path, JSON, body), ClusterClients.LIMIT);
  }

  public ApiResponse patch(ApiPath path, String type, byte[] body)
      throws IOException, InterruptedException {
    return call(withBody("PATCH", path, type, body), ClusterClients.LIMIT);
  }

  public ApiResponse delete(ApiPath path, byte[] options) throws IOException, InterruptedException {
    return call(withBody("DELETE", path, JSON, options), ClusterClients.LIMIT);
  }

  /**
   * Sends a GET and streams the response body. The caller closes the stream.
   *
   * @throws ApiStatusException if the status is not 200
   */
  public InputStream stream(ApiPath path, String accept) throws IOException, InterruptedException {
    HttpRequest request =
        http.newHttpRequestBuilder()
            .uri(server + path)
            .header("Accept", accept)
            .forStreaming()
            .build();
    ResponseBodyStream stream = new ResponseBodyStream();
    HttpResponse<AsyncBody> response =
        await(() -> http.consumeBytes(request, stream), ClusterClients.LIMIT);
    stream.from(response.body());
    if (response.isSuccessful()) {
      return stream;
    }
    try (stream) {
      byte[] body = stream.readNBytes(ERROR_LIMIT);
      throw new ApiStatusException(new ApiResponse(response.code(), body, retryAfter(response)));
    }
  }

  private HttpRequest.Builder withBody(String method, ApiPath path, String type, byte[] body) {
    // As a String: the client passes a stream of bytes to another thread first.
    String text = new String(body, StandardCharsets.UTF_8);
    return http.newHttpRequestBuilder().uri(server + path).method(method, type, text);
  }

  private ApiResponse call(HttpRequest.Builder request, Duration limit)
      throws IOException, InterruptedException {
    HttpRequest built =
        request.header("Accept", JSON).timeout(limit.toMillis(), TimeUnit.MILLISECONDS).build();
    try (var _ = startupLimiter.acquire()) {
      HttpResponse<byte[]> response = await(() -> http.sendAsync(built, byte[].class), limit);
      byte[] body = response.body();
      return new ApiResponse(response.code(), body == null ? EMPTY : body, retryAfter(response));
    }
  }

  private static <T> T await(Supplier<CompletableFuture<T>> call, Duration limit)
      throws IOException, InterruptedException {
    var future = TypedCalls.call(call);
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new IOException("no answer within " + limit.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    }
  }

  private static Duration retryAfter(HttpResponse<?> response) {
    String header = response.header("Retry-After");
    if (header == null) {
      return Duration.ZERO;
    }
    try {
      return Duration.ofSeconds(Math.clamp(Long.parseLong(header.strip()), 0, 600));
    } catch (NumberFormatException httpDate) {
      return Duration.ofSeconds(1);
    }
  }
}
