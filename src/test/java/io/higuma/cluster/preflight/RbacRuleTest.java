package io.higuma.cluster.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.cli.GrantedRule;
import io.higuma.cluster.cache.ObjectKey;
import io.higuma.cluster.controller.WebhookNames;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The permissions checked by {@code higuma check} equal the chart's roles. */
class RbacRuleTest {

  @ParameterizedTest
  @CsvSource({
    "src/main/kubernetes/rbac.yaml, kuma, true, true",
    "src/test/resources/chart/default/manifests.yaml, kuma, true, true",
    "src/test/resources/chart/kong-mesh/manifests.yaml, kong-mesh, true, true",
    "src/test/resources/chart/own-certificate/manifests.yaml, kuma, true, false",
    "src/test/resources/chart/beside-kuma/manifests.yaml, higuma, false, false"
  })
  void needsAreTheRulesOfTheChart(
      Path manifests, String name, boolean keepsBundles, boolean ownAuthority) {
    var service = new ObjectKey("kuma-system", name + "-control-plane");
    var target =
        new Preflight.Target(
            service,
            service,
            Optional.empty(),
            "default",
            new WebhookNames(name),
            keepsBundles,
            ownAuthority,
            true,
            false);
    assertThat(RbacRule.of(target).stream().flatMap(rule -> rights(rule).stream()))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(granted(manifests));
  }

  private static List<String> rights(RbacRule rule) {
    return rule.verbs().stream()
        .map(
            verb ->
                right(
                    rule.scope() == RbacRule.Scope.SYSTEM ? "kuma-system" : "",
                    verb,
                    rule.group(),
                    rule.resource(),
                    rule.name()))
        .toList();
  }

  private static List<String> granted(Path manifests) {
    return GrantedRule.all(manifests).stream()
        .flatMap(
            rule ->
                rule.grants().stream()
                    .map(
                        grant ->
                            right(
                                rule.namespace(),
                                grant.verb(),
                                grant.group(),
                                grant.resource(),
                                grant.name())))
        .toList();
  }

  private static String right(
      String namespace, String verb, String group, String resource, String name) {
    return "%s %s/%s '%s' in '%s'".formatted(verb, group, resource, name, namespace);
  }
}
