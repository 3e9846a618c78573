package io.higuma.gui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.higuma.testing.KubeUser;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The forms of the page in a real browser: trying patches and changing settings. */
@QuarkusTest
class PageFormsKubeTest extends PageInABrowser {
  private static final Locator.GetByTextOptions EXACT =
      new Locator.GetByTextOptions().setExact(true);

  @Test
  void aPatchIsTriedWhileItIsWritten() {
    var page = browser().open("/gui/patches?workload=shop/Deployment/own");
    assertThat(page.getByLabel("Diff of the containers")).containsText("100m");
    browser().picture("patches");

    field(page, "ContainerPatch").fill("kind: ContainerPatch\nspec: {sidecarpatch: []}\n");
    assertThat(page.getByText("The patch cannot be applied.")).isVisible();
    assertThat(page.getByText("no such key: expected sidecarPatch or initPatch")).isVisible();
  }

  @Test
  void aSettingIsChangedAfterADryRunAndRolledBack() {
    var page = browser().open("/gui/config?q=sidecarContainer.uid");
    link(page, "runtime.kubernetes.injector.sidecarContainer.uid").click();
    field(page, "Value").fill("7003");
    button(page, "Dry run").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("workloads would change");
    browser().picture("dry-run");

    button(page, "Apply").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Applied: revision");
    assertThat(page.getByText("override").first()).isVisible();

    button(page, "Remove the override").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Applied: revision");
    browser().open("/gui/config/runtime/kubernetes/injector/history");
    assertThat(page.getByText(KubeUser.OPERATOR.userName() + " (via api)").first()).isVisible();
    page.getByRole(AriaRole.BUTTON).getByText("Dry run").first().click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Dry run: ");
    page.getByRole(AriaRole.BUTTON).getByText("Roll back").first().click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Applied: revision");

    browser().open(UID);
    assertThat(field(page, "Value")).hasValue("7003");
    button(page, "Remove the override").click();
    assertThat(field(page, "Value")).hasValue("5678");
  }

  @Test
  void aPatchOfTheClusterIsListedAndOpened() {
    var page = browser().open("/gui/patches");
    try {
      shop.apply(
          """
          apiVersion: kuma.io/v1alpha1
          kind: ContainerPatch
          metadata: {name: listed, namespace: kuma-system}
          spec: {sidecarPatch: [{op: replace, path: /image, value: '"another"'}]}
          """);
      assertThat(row(page, "listed").getByText("valid", EXACT)).isVisible();
      link(page, "listed").click();

      assertThat(field(page, "ContainerPatch")).hasValue(Pattern.compile("path: /image"));
      field(page, "Workload").fill("shop/Deployment/web");
      assertThat(page.getByLabel("Diff of the containers")).containsText("image: another");
    } finally {
      controlPlane
          .kube()
          .kubectl("delete", "containerpatch", "-n", "kuma-system", "listed")
          .succeeded();
    }
  }

  /** The field of a form with this label. */
  private static Locator field(Page page, String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }
}
