package io.higuma.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.cache.ObjectKey;
import io.higuma.cluster.cache.ObjectStore;
import io.higuma.cluster.client.AccessReviews;
import io.higuma.dataplane.CachedPod;
import io.higuma.dataplane.PodTrimmer;
import io.higuma.xds.server.ProxyAuthenticator.Result;
import io.higuma.xds.snapshot.ProxyIdentity;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which tokens prove that their bearer is the sidecar of a Pod. */
class TokenAuthenticatorTest {
  private static final ProxyIdentity PROXY = new ProxyIdentity("default", "web-1", "demo");
  private static final String SHOP = "system:serviceaccount:demo:shop";
  private static final String POD_NAME = "authentication.kubernetes.io/pod-name";
  private static final String POD_UID = "authentication.kubernetes.io/pod-uid";
  private final TokenReviewApi api = new TokenReviewApi();
  private final KubernetesClient client = api.client();
  private final ObjectStore<CachedPod> pods = new ObjectStore<>();
  private final TokenAuthenticator authenticator =
      new TokenAuthenticator(pods, new AccessReviews(client));

  TokenAuthenticatorTest() {
    pod("shop");
  }

  @AfterEach
  void close() {
    client.close();
    api.close();
  }

  @Test
  void theTokenOfThePodIsAccepted() {
    api.token("own", SHOP, Map.of(POD_NAME, "web-1", POD_UID, "uid-1"));

    assertThat(authenticator.authenticate(PROXY, "own")).isEqualTo(new Result.Accepted());
  }

  @Test
  void aTokenThatIsBoundToNoPodIsAccepted() {
    api.token("unbound", SHOP, Map.of());

    assertThat(authenticator.authenticate(PROXY, "unbound")).isEqualTo(new Result.Accepted());
  }

  @Test
  void aTokenOfAnotherPodIsDenied() {
    api.token("other", SHOP, Map.of(POD_NAME, "web-2", POD_UID, "uid-2"));

    assertThat(authenticator.authenticate(PROXY, "other"))
        .isEqualTo(new Result.Denied("the token is bound to another Pod"));
  }

  @Test
  void aTokenOfAnEarlierPodOfTheSameNameIsDenied() {
    api.token("earlier", SHOP, Map.of(POD_NAME, "web-1", POD_UID, "uid-0"));

    assertThat(authenticator.authenticate(PROXY, "earlier"))
        .isEqualTo(new Result.Denied("the token is bound to another Pod"));
  }

  @Test
  void aTokenOfAnotherServiceAccountIsDenied() {
    api.token("other", "system:serviceaccount:demo:other", Map.of());
    api.token("elsewhere", "system:serviceaccount:other:shop", Map.of());
    api.token("person", "jane", Map.of());

    assertThat(authenticator.authenticate(PROXY, "other"))
        .isEqualTo(
            new Result.Denied(
                "the token is of system:serviceaccount:demo:other, but the Pod runs as " + SHOP));
    assertThat(authenticator.authenticate(PROXY, "elsewhere")).isInstanceOf(Result.Denied.class);
    assertThat(authenticator.authenticate(PROXY, "person")).isInstanceOf(Result.Denied.class);
  }

  @Test
  void aPodWithoutAServiceAccountRunsAsTheDefaultOne() {
    pod("");
    api.token("default", "system:serviceaccount:demo:default", Map.of());

    assertThat(authenticator.authenticate(PROXY, "default")).isEqualTo(new Result.Accepted());
  }

  @Test
  void aTokenIsRequired() {
    assertThat(authenticator.authenticate(PROXY, ""))
        .isEqualTo(new Result.Unauthenticated("a token of the Pod's service account is required"));
  }

  @Test
  void anInvalidTokenIsNotAuthenticated() {
    assertThat(authenticator.authenticate(PROXY, "garbage"))
        .isEqualTo(new Result.Unauthenticated("the token is not valid"));
  }

  @Test
  void withoutAPodNobodyIsItsSidecar() {
    api.token("own", SHOP, Map.of());

    assertThat(authenticator.authenticate(new ProxyIdentity("default", "gone", "demo"), "own"))
        .isEqualTo(new Result.Denied("there is no Pod gone.demo with a sidecar"));
  }

  @Test
  void aTokenCannotBeCheckedWithoutTheRightToReviewIt() {
    api.refuse(403);

    assertThat(authenticator.authenticate(PROXY, "own"))
        .isEqualTo(
            new Result.Unavailable("the Kubernetes API refuses to review access (status 403)"));
  }

  private void pod(String serviceAccount) {
    ObjectNode pod = new JsonMapper().createObjectNode();
    pod.putObject("metadata")
        .put("name", PROXY.name())
        .put("namespace", PROXY.namespace())
        .put("uid", "uid-1");
    ObjectNode spec = pod.putObject("spec");
    if (!serviceAccount.isEmpty()) {
      spec.put("serviceAccountName", serviceAccount);
    }
    try (var request = pods.request(new ObjectKey(PROXY.namespace(), PROXY.name()))) {
      request.complete(new PodTrimmer().pod(pod));
    }
  }
}
