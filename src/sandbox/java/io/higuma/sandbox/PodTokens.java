package io.higuma.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cluster.client.ApiPath;
import java.io.IOException;

/** Requests the tokens that a kubelet would put into the Pods. */
record PodTokens(KubeRest rest) {
  private static final int SECONDS = 3600;
  private static final int CONFLICT = 409;

  /** A new token of the Pod's service account that is bound to the Pod. */
  String create(JsonNode pod) throws IOException, InterruptedException {
    var accounts =
        ApiPath.core().namespace(ClusterState.namespace(pod)).resource("serviceaccounts");
    var name = pod.at("/spec/serviceAccountName").asText("default");
    // The bookstore has none, and there is no controller that creates those named default.
    var account = object("v1", "ServiceAccount");
    account.putObject("metadata").put("name", name);
    checked(rest.create(accounts, account));
    var request = object("authentication.k8s.io/v1", "TokenRequest");
    request
        .putObject("spec")
        .put("expirationSeconds", SECONDS)
        .putObject("boundObjectRef")
        .put("apiVersion", "v1")
        .put("kind", "Pod")
        .put("name", ClusterState.name(pod))
        .put("uid", ClusterState.uid(pod));
    var answer = checked(rest.create(accounts.name(name).subresource("token"), request));
    return answer.at("/status/token").asText();
  }

  private static JsonNode checked(KubeRest.Answer answer) throws IOException {
    if (!answer.isSuccess() && answer.status() != CONFLICT) {
      throw new IOException("no token for a Pod: " + answer.message());
    }
    return answer.body();
  }

  private static ObjectNode object(String apiVersion, String kind) {
    return JsonNodeFactory.instance.objectNode().put("apiVersion", apiVersion).put("kind", kind);
  }
}
