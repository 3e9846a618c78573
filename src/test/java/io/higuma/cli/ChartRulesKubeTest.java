package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.higuma.testing.AuditLog.Call;
import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.KubeUser;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The RBAC rules of the chart are sufficient and necessary. */
@NeedsKube
@NeedsPackage
@DisplayName("reliability 24: least privilege")
class ChartRulesKubeTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Checked by the API server's admission, not used by requests. */
  private static final String NOT_CALLED = "pods/finalizers";

  /** The chart defines no policies. */
  private static final String POLICY =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: meshtimeouts.kuma.io}
      spec:
        group: kuma.io
        scope: Namespaced
        names: {kind: MeshTimeout, plural: meshtimeouts}
        versions:
        - name: v1alpha1
          served: true
          storage: true
          schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
      """;

  private static LocalKubeApi kube;

  /** All that a control plane with all rights requests. */
  private static List<Call> calls;

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
    ClusterSetup.install(kube);
    kube.kubectlWith(POLICY, "apply", "-f", "-").succeeded();
    kube.kubectl("wait", "--for=condition=Established", "crd", "--all").succeeded();
    giveAllRights();
    calls = AuditedRun.of(kube, "all-rights").calls();
  }

  @BeforeEach
  void restoreRights() {
    giveAllRights();
  }

  private static void giveAllRights() {
    kube.kubectlWith(GrantedRule.whole(), "apply", "-f", "-").succeeded();
    for (var rule : rules()) {
      awaitAllowed(rule, true);
    }
  }

  static List<GrantedRule> rules() {
    return GrantedRule.all();
  }

  @Test
  void rightsAreEnoughAndEachOfThemIsUsed() {
    assertThat(calls).filteredOn(Call::isRefused).isEmpty();
    var grants =
        rules().stream()
            .flatMap(rule -> rule.grants().stream())
            .filter(grant -> !grant.resource().equals(NOT_CALLED))
            .toList();
    assertThat(grants).as("unused").filteredOn(g -> calls.stream().noneMatch(g::allows)).isEmpty();
  }

  /**
   * By the authorizer of the API server, which is asked about each request that the control plane
   * has made; where admission refuses, by another control plane.
   */
  @ParameterizedTest
  @MethodSource("rules")
  void withoutARuleSomethingIsRefused(GrantedRule rule) {
    kube.kubectlWith(rule.roleWithout(), "replace", "-f", "-").succeeded();
    awaitAllowed(rule, false);
    var refused =
        rule.grants().stream().anyMatch(grant -> grant.resource().equals(NOT_CALLED))
            ? AuditedRun.of(kube, "without-a-rule").refused()
            : requests().filter(call -> !isAllowed(call)).toList();
    assertThat(refused).isNotEmpty();
    assertThat(refused)
        .allMatch(
            call ->
                rule.grants().stream()
                    .anyMatch(g -> g.allows(call) || g.resource().equals(NOT_CALLED)));
  }

  private static Stream<Call> requests() {
    return calls.stream().map(Call::withoutStatus).distinct();
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "list", "watch", "create", "update", "patch", "delete"})
  void secretsOfOtherNamespacesAreForbidden(String verb) {
    assertThat(isAllowed(verb, "", "secrets", "default", "higuma-ca")).isFalse();
    assertThat(isAllowed(verb, "", "secrets", "", "")).isFalse();
  }

  @Test
  void ofItsOwnNamespacesSecretsOnlyOneCanBeRead() {
    assertThat(isAllowed("get", "", "secrets", ControlPlane.SYSTEM, "higuma-ca")).isTrue();
    assertThat(isAllowed("get", "", "secrets", ControlPlane.SYSTEM, "other")).isFalse();
    assertThat(isAllowed("list", "", "secrets", ControlPlane.SYSTEM, "")).isFalse();
  }

  /** Kinds of policies that do not exist yet could change what a Mesh needs. */
  @Test
  void onlyPoliciesAreReadByAWildcard() {
    assertThat(rules())
        .flatExtracting(GrantedRule::grants)
        .filteredOn(grant -> !grant.isOfKuma() || !List.of("list", "watch").contains(grant.verb()))
        .flatExtracting(grant -> List.of(grant.verb(), grant.group(), grant.resource()))
        .doesNotContain("*");
  }

  @Test
  void noRoleGrantsRbacPermissions() {
    var groups = Stream.of("rbac.authorization.k8s.io", "certificates.k8s.io");
    assertThat(groups)
        .allSatisfy(
            group ->
                assertThat(rules())
                    .flatExtracting(GrantedRule::grants)
                    .noneMatch(grant -> grant.group().equals(group)));
  }

  private static void awaitAllowed(GrantedRule rule, boolean allowed) {
    var grant = rule.grants().getFirst();
    Awaitility.await(rule.toString())
        .atMost(TIMEOUT)
        .pollDelay(Duration.ZERO)
        .until(
            () ->
                isAllowed(
                        grant.verb(),
                        grant.group(),
                        grant.resource(),
                        rule.namespace(),
                        grant.name())
                    == allowed);
  }

  /** The name of an object to be created is not part of the request. */
  private static boolean isAllowed(Call call) {
    var name = call.verb().equals("create") ? "" : call.name();
    return isAllowed(call.verb(), call.group(), call.resource(), call.namespace(), name);
  }

  private static boolean isAllowed(
      String verb, String group, String resource, String namespace, String name) {
    var parts = resource.split("/", 2);
    var user = KubeUser.CONTROL_PLANE;
    var review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(user.userName())
            .withGroups(user.groups())
            .withNewResourceAttributes()
            .withVerb(verb)
            .withGroup(group)
            .withResource(parts[0])
            .withSubresource(parts.length > 1 ? parts[1] : "")
            .withNamespace(namespace)
            .withName(name)
            .endResourceAttributes()
            .endSpec()
            .build();
    return kube.client()
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(review)
        .getStatus()
        .getAllowed();
  }
}
