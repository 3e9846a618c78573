package io.higuma.gui;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.higuma.testing.Tool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Chromium, signed in to the page of a control plane. It gathers what the browser reports as an
 * error: a refused script or style, a failed request, an exception.
 */
final class SignedInBrowser implements AutoCloseable {
  /** With {@code true}, the pictures of the documentation are written again. */
  private static final String REFRESH = "pictures.refresh";

  private static final double TIMEOUT_MS = 30_000;
  private static final int NARROW = 360;
  private static final int WIDE = 1000;
  private static final int HEIGHT = 760;
  private static final List<String> LEVELS = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa");

  private final Playwright playwright;
  private final Browser browser;
  private final BrowserContext context;
  private final Page page;
  private final String base;
  private final List<String> errors = new ArrayList<>();

  private SignedInBrowser(Playwright playwright, Browser browser, String base) {
    this.playwright = playwright;
    this.browser = browser;
    this.base = base;
    this.context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(WIDE, HEIGHT)
                .setColorScheme(ColorScheme.LIGHT)
                .setLocale("en-US"));
    context.setDefaultTimeout(TIMEOUT_MS);
    this.page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            errors.add(message.text());
          }
        });
    page.onPageError(errors::add);
  }

  /**
   * Starts Chromium and signs in; skips the calling test, or fails it in CI, if it is not
   * installed.
   *
   * @param base the URL of the API
   */
  static SignedInBrowser start(String base, String token) {
    PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MS);
    var executable = Path.of(Tool.CHROMIUM.path());
    var playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    var options = new BrowserType.LaunchOptions().setExecutablePath(executable);
    var signedIn = new SignedInBrowser(playwright, playwright.chromium().launch(options), base);
    signedIn.signIn(token);
    return signedIn;
  }

  private void signIn(String token) {
    page.navigate(base + "/gui/sign-in");
    page.getByLabel("Bearer token").fill(token);
    page.getByRole(AriaRole.BUTTON).getByText("Sign in").click();
    page.waitForURL(base + "/gui");
  }

  /** The open page. */
  Page page() {
    return page;
  }

  /** Opens a path of the page. */
  Page open(String path) {
    page.navigate(base + path);
    return page;
  }

  /** A browser window without JavaScript, with the same cookie. */
  Page withoutScripts() {
    var state = context.storageState();
    return browser
        .newContext(
            new Browser.NewContextOptions().setJavaScriptEnabled(false).setStorageState(state))
        .newPage();
  }

  /** Asserts that the open page is accessible, in light and in dark colours. */
  void isAccessible() {
    for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      var results = new AxeBuilder(page).withTags(LEVELS).setLegacyMode(true).analyze();
      assertThat(results.getViolations())
          .as("violations of %s in %s", page.url(), scheme)
          .extracting(rule -> rule.getId() + " " + rule.getNodes())
          .isEmpty();
    }
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
  }

  /**
   * Asserts that the open page fits into a narrow window, except tables, which scroll by
   * themselves.
   */
  void fitsIntoANarrowWindow() {
    page.setViewportSize(NARROW, HEIGHT);
    assertThat(page.evaluate("document.documentElement.scrollWidth"))
        .as("width of %s", page.url())
        .isEqualTo(NARROW);
    page.setViewportSize(WIDE, HEIGHT);
  }

  /** Asserts that the browser has reported no error since the last call. */
  void hasReportedNoError() {
    assertThat(errors).isEmpty();
  }

  /** Forgets reported errors: the test has caused them. */
  void forgetErrors() {
    errors.clear();
  }

  /** Writes a picture of the open page for the documentation, if that is requested. */
  void picture(String name) {
    if (Boolean.getBoolean(REFRESH)) {
      page.screenshot(
          new Page.ScreenshotOptions().setPath(Path.of("docs", "pictures", name + ".png")));
    }
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
