package io.higuma.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.bench.Machine;
import io.higuma.soak.SoakResult.Outcome;
import io.higuma.soak.SoakResult.Series;
import io.higuma.soak.SoakResult.Verdict;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** The page and the picture show the result that is stored. */
class EndurancePageTest {
  private static final EndurancePage PAGE = EndurancePage.in(Path.of("docs"));

  private static final List<Journal.Kind> MARKED =
      List.of(Journal.Kind.ROTATION, Journal.Kind.KILL, Journal.Kind.RESTART, Journal.Kind.FAULT);

  private static final SoakResult RESULT =
      new SoakResult(
          "2026-01-01T00:00:00Z",
          "abc",
          "higuma",
          new Machine("Some CPU", 2, 16000, "Linux 6", "JVM 25"),
          "0.1 0.2 0.3",
          Map.of("minutes", 2.0),
          Map.of("Pods created", 2400L),
          Map.of("webhook, p99, ms", 3.25),
          List.of(new Verdict("no loop fails", Outcome.HELD, "")),
          MARKED.stream().map(kind -> new Journal.Entry(1, kind, "it happened")).toList(),
          List.of(
              new Series("first", List.of(List.of(0.1, 90.0, 15.0, 40.0))),
              new Series("second", List.of(List.of(0.1, 80.0, 15.0, 41.0)))),
          List.of(List.of(0.1, 3.25)));

  /** Before the first run there is neither a result nor a picture. */
  @Test
  void pageHasTheNumbersOfTheStoredResult() throws IOException {
    if (Files.exists(PAGE.json())) {
      var stored = SoakResult.read(PAGE.json());
      if (Boolean.getBoolean("golden.refresh")) {
        PAGE.write(stored);
      }
      var page = Files.readString(PAGE.page());
      assertThat(EndurancePage.with(page, stored)).isEqualTo(page);
      assertThat(Files.readString(PAGE.plot())).isEqualTo(new EndurancePlot(stored).svg());
    } else {
      assertThat(Files.readString(PAGE.page())).matches(EndurancePage::isEmpty);
      assertThat(PAGE.plot()).doesNotExist();
    }
  }

  @Test
  void resultsAreVerdictsCountsAndFigures() throws IOException {
    var page = EndurancePage.with(Files.readString(PAGE.page()), RESULT);

    assertThat(page)
        .contains("| no loop fails | held |  |")
        .contains("| Pods created | 2,400 |")
        .contains("| webhook, p99, ms | 3.25 |")
        .contains("`higuma` of commit abc ran for 2 minutes on 2026-01-01");
    assertThat(EndurancePage.with(page, RESULT)).isEqualTo(page);
  }

  @Test
  void pictureHasALineForEachProcessAndAMarkForEachEvent() throws Exception {
    var picture = parsed(new EndurancePlot(RESULT).svg());

    assertThat(count(picture, "polyline", "line p99")).isEqualTo(1);
    assertThat(count(picture, "polyline", "line first")).isEqualTo(3);
    assertThat(count(picture, "polyline", "line second")).isEqualTo(3);
    for (var kind : MARKED) {
      // In each of four panels, and in the legend.
      assertThat(count(picture, "line", "mark " + kind.name().toLowerCase(Locale.ROOT)))
          .isEqualTo(5);
    }
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static long count(Document picture, String element, String style) {
    var all = picture.getElementsByTagName(element);
    long count = 0;
    for (int i = 0; i < all.getLength(); i++) {
      var found = all.item(i).getAttributes().getNamedItem("class");
      count += found != null && found.getTextContent().equals(style) ? 1 : 0;
    }
    return count;
  }
}
