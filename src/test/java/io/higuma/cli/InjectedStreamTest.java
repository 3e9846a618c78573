package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Injection of streams with unusual text or Pods. */
class InjectedStreamTest {
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: a
      spec:
        containers:
        - name: a
          image: a
      """;

  private static CommandRun inject(String text) {
    return CommandRun.withInput(text, "inject", "--always", "-");
  }

  private static CommandRun uninject(String text) {
    return CommandRun.withInput(text, "uninject", "-");
  }

  private static String injected(String text) {
    var run = inject(text);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // empty collections in braces within a block
        "metadata: {name: a}\nspec:\n  containers: [{name: a, image: a}]\n  volumes: []\n",
        "metadata:\n  name: a\n  labels: { }\n  annotations: {}\nspec: {containers: [{name: a}]}\n",
        // a collection that a merge adds
        "x: &x {volumes: []}\nspec:\n  <<: *x\n  containers:\n  - {name: a, image: a}\n",
        // a literal that ends without a line break
        "spec:\n  containers:\n  - name: a\n    args:\n    - |\n      two",
        // a list that ends without a line break
        "spec:\n  containers:\n  - name: a\n  volumes:\n  - name: a\n    emptyDir: {} # end",
        // a key of its own line
        "metadata:\n  ? name\n  : a\nspec:\n  containers:\n  - ? name\n    : a\n",
        // two probes in one
        """
        spec:
          containers:
          - name: a
            livenessProbe: &p
              tcpSocket: {port: 1}
            readinessProbe: *p
        """,
        // a container that merges another one
        """
        spec:
          containers:
          - &c
            name: a
            livenessProbe: {tcpSocket: {port: 1}}
          - <<: *c
            name: b
        """,
        // braces over lines with comments
        """
        spec: {
          # one
          containers: [
            # two
            {name: a}, # three
            {name: b} # four
          ],
        }
        """,
        // a tab after brackets that end left of the block
        "spec:\n  containers:\n    - name: a\n      args: [\n  a\n ]\t# a\n    - name: b\n",
        // CR line breaks
        "spec:\r  containers:\r  - name: a\r",
        // equal keys
        "spec:\n  containers:\n  - name: a\n    image: a\n    image: b\n",
        // brackets over lines
        "spec:\n  containers: [{name: a},\n               {name: b}]\n",
      })
  void uninjectRestoresTheText(String rest) {
    var text = "apiVersion: v1\nkind: Pod\n" + rest;
    var injected = injected(text);

    assertThat(injected).contains("kuma-sidecar");
    assertThat(uninject(injected).out()).isEqualTo(text);
  }

  /** An expanded alias stays expanded, and null becomes absent. */
  @Test
  void whatUninjectCannotGiveBackMeansTheSame() {
    var anchored =
        POD.replace("  name: a\n", "  name: a\n  labels: &l\n    app: a\n  annotations:\n")
            + "x: *l\n";

    var restored = uninject(injected(anchored)).out();

    assertThat(restored)
        .isEqualTo(
            POD.replace("  name: a\n", "  name: a\n  labels: &l\n    app: a\n") + "x:\n  app: a\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metadata: cache\nspec: {containers: []}",
        "metadata: {name: a}\nspec: text",
        "spec: {containers: text}",
        "spec: {containers: {a: b}}",
        "spec: {containers: [a]}",
        "metadata: {labels: [a]}\nspec: {containers: []}",
        "metadata: {annotations: text}\nspec: {containers: []}",
        "spec: {containers: [], volumes: text}",
        "spec: {containers: [], initContainers: {a: b}}",
      })
  void passesAPodThroughThatCannotBeRead(String rest) {
    var broken = "apiVersion: v1\nkind: Pod\n" + rest + "\n";
    var run = inject(broken + "---\n" + POD);

    assertThat(run.out()).startsWith(broken + "---\n").contains("kuma-sidecar");
    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).containsPattern("document 1, line 1: Pod [a?]: (metadata|spec)\\b");
    assertThat(uninject(run.out()).out()).isEqualTo(broken + "---\n" + POD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kind: [a]\nmetadata: 1",
        "kind: List\nitems: [a, 1, null, [x]]",
        "text",
        "- a",
      })
  void passesDocumentsThroughThatAreNotItsOwn(String text) {
    var run = inject(text + "\n---\n" + POD);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith(text + "\n---\n").contains("kuma-sidecar");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kind: Namespace\nmetadata: a",
        "kind: ConfigMap\nmetadata: [a]\ndata: 3",
        "apiVersion: kuma.io/v1alpha1\nkind: Mesh\nmetadata: 3\nspec: [a]",
        "kind: Service\nmetadata: cache\nspec: text",
        "apiVersion: v1\nkind: PodList\nitems: [a, 1, null, {metadata: 3}]",
      })
  void passesWrongDocumentsThroughAndSaysSo(String text) {
    var run = inject(text + "\n---\n" + POD);

    assertThat(run.exitCode()).as(run.err()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("document 1, line 1: ");
    assertThat(run.out()).startsWith(text + "\n---\n").contains("kuma-sidecar");
  }

  @Test
  void refusesAPodWithNamesThatInjectionAdds() {
    var run =
        inject(
            POD
                + "  initContainers:\n  - {name: kuma-init, image: a}\n"
                + "  volumes:\n  - {name: kuma-init-tmp, emptyDir: {}}\n");

    assertThat(run.exitCode()).isEqualTo(Exit.REFUSED);
    assertThat(run.err())
        .contains("name_taken")
        .contains("spec.initContainers[kuma-init]")
        .contains("spec.volumes[kuma-init-tmp]");
  }

  @Test
  void takesAVolumeOnlyWhereNoContainerMountsIt() {
    var text =
        injected(POD)
            .replace(
                "    image: a\n",
                "    image: a\n    volumeMounts:\n    - {name: kuma-sidecar-tmp, mountPath: /t}\n");

    var run = uninject(text);

    assertThat(run.err()).contains("volume kuma-sidecar-tmp stays: a container mounts it");
    assertThat(run.out())
        .contains("- name: kuma-sidecar-tmp\n")
        .doesNotContain("kuma-init", "kuma-dp");
  }

  @Test
  void takesWhatIsLeftOfAnInjection() {
    var text = injected(POD);
    int sidecar = text.indexOf("  - name: kuma-sidecar\n");
    var half = text.substring(0, sidecar) + text.substring(text.indexOf("  containers:\n"));

    assertThat(uninject(half).out()).isEqualTo(POD);
  }

  @Test
  void leavesAPodAloneThatDoesNotSayThatItIsInjected() {
    var text = injected(POD).replace("    kuma.io/sidecar-injected: \"true\"\n", "");
    var run = uninject(text);

    assertThat(run.out()).isEqualTo(text);
    assertThat(run.err()).contains("not_injected: it has no annotation kuma.io/sidecar-injected");
  }

  @Test
  void leavesAPodItsOnlyContainers() {
    var text = injected(POD);
    var only = text.replace("  - name: a\n    image: a\n", "").replace("  containers:\n", "");
    only = only.replace("  initContainers:\n", "  containers:\n");
    var run = uninject(only);

    assertThat(run.exitCode()).isEqualTo(Exit.REFUSED);
    assertThat(run.out()).isEqualTo(only);
    assertThat(run.err()).contains("nothing_left");
  }
}
