package io.higuma.gui;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.higuma.testing.KubeUser;
import io.restassured.RestAssured;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A page in a real browser, which one class of tests shares. */
abstract class PageInABrowser extends PageUnderTest {
  /** A workload that is injected. */
  static final String WEB = "/gui/workloads/shop/Deployment/web";

  private static @Nullable SignedInBrowser browser;

  @BeforeEach
  void openBrowser() {
    if (browser == null) {
      browser =
          SignedInBrowser.start(
              RestAssured.baseURI + ":" + RestAssured.port, KubeUser.OPERATOR.token());
    }
  }

  @AfterEach
  void browserHasReportedNoError() {
    if (browser != null) {
      browser.hasReportedNoError();
    }
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.close();
      browser = null;
    }
  }

  static SignedInBrowser browser() {
    return Objects.requireNonNull(browser);
  }

  static Locator link(Page page, String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  static Locator heading(Page page, String name) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
  }

  /** The row of a table with this text in its header cell. */
  static Locator row(Page page, String name) {
    var header =
        page.getByRole(
            AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName(name).setExact(true));
    return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHas(header));
  }
}
