package io.higuma.gui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Each view in a real browser: what a person reads, and how it follows changes. */
@QuarkusTest
class PageInABrowserKubeTest extends PageInABrowser {
  private static final String RUNNING =
      "{\"status\": {\"phase\": \"Running\", \"podIP\": \"10.1.2.3\", \"podIPs\": [{\"ip\": \"10.1.2.3\"}],"
          + " \"conditions\": [{\"type\": \"Ready\", \"status\": \"True\"}]}}";

  @Test
  void theOverviewLeadsToWhatItCounts() {
    var page = browser().open("/gui");
    assertThat(page.getByText("(this replica)")).isVisible();
    assertThat(page.getByText("Certificate of the webhook")).isVisible();
    browser().picture("overview");

    link(page, "injected").click();
    assertThat(page).hasURL(Pattern.compile(".*state=injected.*"));
    assertThat(link(page, "Deployment web")).isVisible();
    assertThat(link(page, "Pod early")).isHidden();
  }

  @Test
  void everyViewIsAccessibleAndFitsIntoANarrowWindow() {
    for (var path :
        List.of(
            "/gui",
            "/gui/workloads",
            WEB,
            "/gui/dataplanes",
            "/gui/dataplanes/shop/" + shop.podOf("web"),
            "/gui/patches?workload=shop/Deployment/own",
            "/gui/config",
            UID,
            "/gui/config/runtime/kubernetes/injector/history",
            "/gui/events",
            "/gui/sign-in")) {
      browser().open(path);
      browser().isAccessible();
      browser().fitsIntoANarrowWindow();
    }
  }

  @Test
  void workloadsAreFilteredWhileTypingAndExplained() {
    var page = browser().open("/gui/workloads");
    browser().picture("workloads");
    page.getByLabel("Name contains").fill("we");
    assertThat(page.getByText("1 to 1 of 1 workloads")).isVisible();
    assertThat(page).hasURL(Pattern.compile(".*name=we.*"));

    link(page, "Deployment web").click();
    assertThat(heading(page, "Deployment shop/web")).isVisible();
    assertThat(page.getByText("The next Pod gets a sidecar in mesh default.")).isVisible();
    assertThat(page.getByText("no exception label")).isVisible();
    browser().picture("workload");

    page.getByText("As a diff of the manifest").click();
    assertThat(page.getByLabel("Diff of the manifest")).containsText("kuma-sidecar");
  }

  @Test
  void aWorkloadIsReadWithoutScripts() {
    try (var page = browser().withoutScripts()) {
      page.navigate(browser().page().url().replaceFirst("/gui.*", "/gui/workloads?state=missing"));
      assertThat(link(page, "Pod early")).isVisible();
      link(page, "Pod early").click();
      assertThat(page.getByText("it was created without passing the webhook").first()).isVisible();
    }
  }

  @Test
  void aDataplaneShowsWhyServicesMatchOrNot() {
    var kube = controlPlane.kube();
    shop.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: listed, namespace: shop, labels: {app: listed}}
        spec: {containers: [{name: app, image: app, ports: [{containerPort: 8080}]}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: listed, namespace: shop}
        spec: {selector: {app: listed}, ports: [{port: 80, targetPort: 8080}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: other, namespace: shop}
        spec: {selector: {app: other}, ports: [{port: 80}]}
        """);
    try {
      kube.kubectl("patch", "pod", "-n", "shop", "listed", "--subresource=status", "-p", RUNNING)
          .succeeded();
      var page = browser().open("/gui/dataplanes?namespace=shop&name=listed");
      link(page, "listed").click();

      assertThat(page.getByText("The Pod has a Dataplane in mesh default.")).isVisible();
      assertThat(row(page, "8080")).containsText("kuma.io/service=listed_shop_svc_80");
      assertThat(row(page, "listed")).containsText("yes");
      assertThat(row(page, "other")).containsText("label app: wanted other, found listed");
      browser().picture("dataplane");
    } finally {
      kube.kubectl("delete", "service", "-n", "shop", "listed", "other").succeeded();
      kube.kubectl("delete", "pod", "-n", "shop", "listed", "--force").succeeded();
    }
  }

  @Test
  void refusalsAreListedWithTheirReasons() {
    var page = browser().open("/gui/events");
    var refused =
        controlPlane
            .kube()
            .kubectlWith(
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: refused
                  namespace: shop
                  annotations: {kuma.io/container-patches: absent}
                spec: {containers: [{name: app, image: app}]}
                """,
                "apply",
                "-f",
                "-");

    Assertions.assertThat(refused.exitCode()).isNotZero();
    var found =
        row(page, "Pod shop/refused")
            .filter(new Locator.FilterOptions().setHasText("patch_not_found"))
            .first();
    assertThat(found).containsText("do not exist in the system namespace");
  }

  @Test
  void rowsFollowTheCluster() {
    var page = browser().open("/gui/workloads?name=latest");
    assertThat(page.getByText("No workloads match")).isVisible();
    try {
      shop.apply(
          "{apiVersion: v1, kind: Pod, metadata: {name: latest, namespace: shop}, spec:"
              + " {containers: [{name: app, image: app}]}}");

      assertThat(link(page, "Pod latest")).isVisible();
    } finally {
      controlPlane.kube().kubectl("delete", "pod", "-n", "shop", "latest", "--force").succeeded();
    }
  }

  @Test
  void aRefreshDuringAFilterDoesNotUndoIt() {
    var page = browser().open("/gui/workloads");
    var filtered = "**/gui/workloads?*name=own*";
    var held = new ArrayList<Route>();
    page.route(filtered, held::add);
    try {
      page.getByLabel("Name contains").fill("own");
      page.waitForRequest(filtered, () -> page.keyboard().press("Enter"));
      page.evaluate("htmx.trigger('#live', 'sse:workloads')");
      // A refresh that did not wait would be answered before this.
      page.evaluate("fetch('/gui/workloads').then(answer => answer.text())");
    } finally {
      page.unroute(filtered);
      held.forEach(Route::resume);
    }

    assertThat(page.getByText("1 to 1 of 1 workloads")).isVisible();
    page.waitForResponse(filtered, () -> page.evaluate("htmx.trigger('#live', 'sse:workloads')"));
    assertThat(page.getByText("1 to 1 of 1 workloads")).isVisible();
  }

  @Test
  void aLostConnectionIsReported() {
    var changes = "**/gui/changes";
    var lost = browser().page().getByText("The connection is lost");
    browser().page().route(changes, Route::abort);
    try {
      browser().open("/gui/workloads");
      assertThat(lost).isVisible();
    } finally {
      browser().page().unroute(changes);
    }
    assertThat(lost).isHidden();
    browser().forgetErrors();
  }

  @Test
  void theKeyboardIsEnough() {
    var page = browser().open("/gui");
    page.keyboard().press("Tab");
    assertThat(link(page, "Skip to the content")).isFocused();
    for (int i = 0; i < 3; i++) {
      page.keyboard().press("Tab");
    }
    assertThat(link(page, "Workloads")).isFocused();
    page.keyboard().press("Enter");
    assertThat(heading(page, "Workloads")).isVisible();

    page.getByLabel("Name contains").focus();
    page.keyboard().type("own");
    page.keyboard().press("Enter");
    assertThat(page.getByText("1 to 1 of 1 workloads")).isVisible();
    page.getByRole(AriaRole.REGION).focus();
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    assertThat(heading(page, "Deployment shop/own")).isVisible();
  }
}
