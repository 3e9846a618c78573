package io.higuma.cli.status;

import java.util.ArrayList;
import java.util.List;

/** Formats a status as text tables. */
public final class StatusText {
  private static final int REASON_WIDTH = 96;

  private StatusText() {}

  /** Pods, then Dataplanes; one per line. */
  public static List<String> of(StatusView status) {
    var pods = new TextTable("POD", "READY", "STATUS", "INJECTION", "REASON");
    status
        .pods()
        .forEach(
            pod ->
                pods.add(
                    pod.name(), pod.ready(), pod.status(), pod.injection(), cut(pod.reason())));
    var inbounds = new TextTable("DATAPLANE", "PORT", "SERVICE", "PROTOCOL", "TAGS", "HEALTH");
    status
        .inbounds()
        .forEach(
            one ->
                inbounds.add(
                    one.dataplane(),
                    Integer.toString(one.port()),
                    one.service(),
                    one.protocol(),
                    one.tags(),
                    one.health()));
    List<String> lines = new ArrayList<>(pods.lines());
    lines.add("");
    lines.addAll(inbounds.lines());
    return lines;
  }

  /** Shortens a text to one table cell. */
  private static String cut(String text) {
    var line =
        text.replace('\n', ' ')
            .replaceFirst("^admission webhook \"[^\"]*\" denied the request: ", "");
    return line.length() > REASON_WIDTH ? line.substring(0, REASON_WIDTH - 1) + "…" : line;
  }
}
