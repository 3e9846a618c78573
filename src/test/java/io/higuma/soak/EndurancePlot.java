package io.higuma.soak;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The plot of a run: memory, descriptors, threads and the latency of the webhook over time, with a
 * mark for each rotation, kill, restart and fault.
 *
 * <p>Chart libraries draw by AWT, which needs fonts that a headless JDK may lack, and with fixed
 * colours. This picture takes its colours from the reader's light or dark scheme.
 */
record EndurancePlot(SoakResult result) {
  private static final int WIDTH = 900;
  private static final int LEFT = 60;
  private static final int RIGHT = 20;
  private static final int TOP = 50;
  private static final int PANEL = 130;
  private static final int GAP = 40;
  private static final int TICKS = 4;

  private static final String STYLE =
      """
      text { font: 12px sans-serif; fill: #24292f; }
      .title { font-weight: bold; }
      .grid { stroke: #8c959f; stroke-width: 0.5; opacity: 0.5; }
      .line { fill: none; stroke-width: 1.5; }
      .first { stroke: #0969da; } .second { stroke: #bc4c00; } .p99 { stroke: #8250df; }
      .mark { stroke-width: 1; stroke-dasharray: 3 2; }
      .rotation { stroke: #1a7f37; } .kill { stroke: #cf222e; }
      .restart { stroke: #9a6700; } .fault { stroke: #6e7781; }
      @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3; }
        .first { stroke: #58a6ff; } .second { stroke: #f0883e; } .p99 { stroke: #bc8cff; }
        .rotation { stroke: #3fb950; } .kill { stroke: #ff7b72; }
        .restart { stroke: #d29922; } .fault { stroke: #8b949e; }
      }
      """;

  /** The marks by kind of event. */
  private static final Map<Journal.Kind, String> MARKS =
      Map.of(
          Journal.Kind.ROTATION, "rotation",
          Journal.Kind.KILL, "kill",
          Journal.Kind.RESTART, "restart",
          Journal.Kind.FAULT, "fault");

  private static final List<String> LEGEND =
      List.of("first", "second", "p99", "rotation", "kill", "restart", "fault");

  /** A line: points of minute and value. */
  private record Line(String style, List<List<Double>> points) {}

  private record Panel(String title, List<Line> lines) {
    private double highest() {
      double highest =
          lines.stream()
              .flatMap(line -> line.points().stream())
              .mapToDouble(point -> point.get(1))
              .max()
              .orElse(1);
      double step = step(Math.max(highest, 1) / TICKS);
      return step * Math.ceil(Math.max(highest, 1) / step);
    }
  }

  /** The next of 1, 2, 5, 10, 20, … */
  private static double step(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      if (power * factor >= least) {
        return power * factor;
      }
    }
    return power * 10;
  }

  /** The picture. */
  String svg() {
    var text = new StringWriter();
    try {
      var xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      write(xml);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text.toString().replace("><", ">\n<") + "\n";
  }

  private void write(XMLStreamWriter xml) throws XMLStreamException {
    var panels =
        List.of(
            new Panel("RSS, MB", processes(1)),
            new Panel("open descriptors", processes(3)),
            new Panel("threads", processes(2)),
            new Panel("webhook, p99, ms", List.of(new Line("p99", result.latencies()))));
    xml.writeStartElement("svg");
    xml.writeDefaultNamespace("http://www.w3.org/2000/svg");
    xml.writeAttribute(
        "viewBox", "0 0 %d %d".formatted(WIDTH, TOP + panels.size() * (PANEL + GAP)));
    xml.writeAttribute("role", "img");
    element(xml, "title", "Memory, descriptors, threads and latency over time");
    element(xml, "style", STYLE);
    legend(xml);
    for (int i = 0; i < panels.size(); i++) {
      panel(xml, panels.get(i), TOP + i * (PANEL + GAP));
    }
    xml.writeEndElement();
  }

  private List<Line> processes(int figure) {
    List<Line> lines = new ArrayList<>();
    for (var process : result.processes()) {
      lines.add(
          new Line(
              process.replica(),
              process.points().stream()
                  .map(point -> List.of(point.get(0), point.get(figure)))
                  .toList()));
    }
    return lines;
  }

  private static void legend(XMLStreamWriter xml) throws XMLStreamException {
    int x = LEFT;
    for (String name : LEGEND) {
      boolean isMark = MARKS.containsValue(name);
      line(xml, (isMark ? "mark " : "line ") + name, x, 16, x + 24, 16);
      text(xml, "", x + 30, 20, isMark || name.equals("p99") ? name : name + " replica");
      x += 115;
    }
  }

  private void panel(XMLStreamWriter xml, Panel panel, int top) throws XMLStreamException {
    double highest = panel.highest();
    text(xml, "title", LEFT, top - 6, panel.title());
    double step = step(highest / TICKS);
    for (double value = 0; value <= highest; value += step) {
      double y = top + PANEL * (1 - value / highest);
      line(xml, "grid", LEFT, y, WIDTH - RIGHT, y);
      text(xml, "", 5, y + 4, number(value));
    }
    double minuteStep = step(minutes() / 8);
    for (double minute = 0; minute <= minutes(); minute += minuteStep) {
      text(xml, "", x(minute), top + PANEL + 15, number(minute) + " min");
    }
    for (var event : result.events()) {
      var mark = MARKS.get(event.kind());
      if (mark != null) {
        double x = x(event.minute());
        line(xml, "mark " + mark, x, top, x, top + PANEL);
      }
    }
    for (var line : panel.lines()) {
      xml.writeEmptyElement("polyline");
      xml.writeAttribute("class", "line " + line.style());
      xml.writeAttribute(
          "points",
          line.points().stream()
              .map(
                  point ->
                      number(x(point.get(0)))
                          + ","
                          + number(top + PANEL * (1 - point.get(1) / highest)))
              .collect(Collectors.joining(" ")));
    }
  }

  private double x(double minute) {
    return LEFT + (WIDTH - LEFT - RIGHT) * minute / minutes();
  }

  /** The length of the plot. */
  private double minutes() {
    double last =
        result.processes().stream()
            .flatMap(process -> process.points().stream())
            .mapToDouble(List::getFirst)
            .max()
            .orElse(1);
    return Math.max(
        last, result.events().stream().mapToDouble(Journal.Entry::minute).max().orElse(1));
  }

  private static void line(
      XMLStreamWriter xml, String style, double x1, double y1, double x2, double y2)
      throws XMLStreamException {
    xml.writeEmptyElement("line");
    xml.writeAttribute("class", style);
    xml.writeAttribute("x1", number(x1));
    xml.writeAttribute("y1", number(y1));
    xml.writeAttribute("x2", number(x2));
    xml.writeAttribute("y2", number(y2));
  }

  private static void text(XMLStreamWriter xml, String style, double x, double y, String text)
      throws XMLStreamException {
    xml.writeStartElement("text");
    if (!style.isEmpty()) {
      xml.writeAttribute("class", style);
    }
    xml.writeAttribute("x", number(x));
    xml.writeAttribute("y", number(y));
    xml.writeCharacters(text);
    xml.writeEndElement();
  }

  private static void element(XMLStreamWriter xml, String name, String text)
      throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(text);
    xml.writeEndElement();
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString(Math.round(value))
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
