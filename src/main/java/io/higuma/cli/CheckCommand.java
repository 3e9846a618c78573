package io.higuma.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.higuma.cli.documents.Document;
import io.higuma.cluster.preflight.CheckResult;
import io.higuma.kuma.KubernetesName;
import io.higuma.kuma.NameChecks;
import io.higuma.kuma.Parsed;
import io.higuma.settings.LoadedSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code higuma check}: checks an installation in a cluster. */
@Command(
    name = "check",
    description = {
      "Checks that the cluster has what Higuma needs, and that its API server calls Higuma.",
      "",
      "The cluster is that of the kubeconfig, else that of the Pod's service account. Nothing is"
          + " changed: a Pod is created as a dry run.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no errors; there may be warnings",
      "1:a check failed, --wait ended before all was ready, or a setting is not valid",
      "2:the command line is not valid, or the cluster cannot be reached"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  After an installation, with the rights of the control plane itself:",
      "    higuma check --as system:serviceaccount:kuma-system:kuma-control-plane",
      "  Until the control plane that was just installed is ready:",
      "    higuma check --wait 2m",
      "  Only the errors:",
      "    higuma check -o json | jq -r '.findings[] | select(.level == \"error\") | .message'",
    })
final class CheckCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Namespace of the dry-run Pod. Default: ${DEFAULT-VALUE}.")
  private String namespace = "default";

  @Option(
      names = "--as",
      paramLabel = "USER",
      description = "User whose permissions are checked. Default: the caller.")
  private @Nullable String user;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "kuma",
      description =
          "Name prefix of the installed objects: the chart's nameOverride. Default:"
              + " ${DEFAULT-VALUE}.")
  private String name = "kuma";

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description =
          "Service that the webhooks lead to: the chart's controlPlane.service.name. Default: that of"
              + " the chart.")
  private @Nullable String service;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      description =
          "Wait until the control plane is ready, at most this long, such as 2m, and then check: its"
              + " Deployment is rolled out, the webhooks have a caBundle, the Mesh default exists,"
              + " and a Pod is injected. On a terminal, a line shows what is missing.")
  private @Nullable String wait;

  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "${COMPLETION-CANDIDATES}. Default: text.")
  private @Nullable Form output;

  /** The output format. */
  enum Form {
    text,
    json
  }

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    var violations =
        new ArrayList<>(
            new NameChecks()
                .add(KubernetesName.DNS_LABEL, "--namespace", namespace)
                .add(KubernetesName.DNS_LABEL, "--name", name)
                .violations());
    if (service != null) {
      violations.addAll(
          new NameChecks().add(KubernetesName.DNS_LABEL, "--service", service).violations());
    }
    Optional<ReadyWait> waiting = Optional.empty();
    if (wait != null) {
      switch (ReadyWait.read("--wait", wait, terminal)) {
        case Parsed.Good<ReadyWait>(var valid) -> waiting = Optional.of(valid);
        case Parsed.Bad<ReadyWait>(var violation) -> violations.add(violation);
      }
    }
    violations.forEach(violation -> terminal.say("error", violation.toString()));
    if (!violations.isEmpty()) {
      return Exit.USAGE;
    }
    return switch (settings.read(terminal)) {
      case OfflineSettings.Good good -> check(good.loaded(), waiting);
      case OfflineSettings.Bad(int exitCode) -> exitCode;
    };
  }

  private int check(LoadedSettings.Valid loaded, Optional<ReadyWait> waiting)
      throws InterruptedException {
    try {
      var options =
          new ClusterCheck.Options(
              Optional.ofNullable(user), namespace, name, Optional.ofNullable(service));
      var findings = new ArrayList<CheckResult>();
      loaded.warnings().forEach(text -> findings.add(CheckResult.warning("settings", text, "")));
      var results = ClusterCheck.run(loaded.settings(), options, waiting);
      findings.addAll(results.all());
      terminal.out().print(output == Form.json ? json(findings) : text(findings));
      terminal.out().flush();
      results
          .missing()
          .ifPresent(what -> terminal.say("error", "not ready after " + wait + ": " + what));
      boolean isReady =
          results.missing().isEmpty() && count(findings, CheckResult.Level.ERROR) == 0;
      return isReady ? Exit.DONE : Exit.REFUSED;
    } catch (IOException e) {
      terminal.say("error", "the cluster cannot be reached: " + e.getMessage());
      return Exit.USAGE;
    }
  }

  private String text(List<CheckResult> findings) {
    var text = new StringBuilder();
    for (var finding : findings) {
      text.append(mark(finding.level()))
          .append("  ")
          .append(finding.check())
          .append(": ")
          .append(finding.message())
          .append('\n');
      if (!finding.advice().isEmpty()) {
        text.append("         ").append(finding.advice()).append('\n');
      }
    }
    return text.append(summary(findings)).append('\n').toString();
  }

  private String mark(CheckResult.Level level) {
    return switch (level) {
      case OK -> Colours.GREEN.paint("ok     ", terminal);
      case WARNING -> Colours.YELLOW.paint("warning", terminal);
      case ERROR -> Colours.RED.paint("error  ", terminal);
    };
  }

  private static String summary(List<CheckResult> findings) {
    return "%d error(s), %d warning(s)"
        .formatted(
            count(findings, CheckResult.Level.ERROR), count(findings, CheckResult.Level.WARNING));
  }

  private static long count(List<CheckResult> findings, CheckResult.Level level) {
    return findings.stream().filter(finding -> finding.level() == level).count();
  }

  private static String json(List<CheckResult> findings) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("errors", count(findings, CheckResult.Level.ERROR));
    json.put("warnings", count(findings, CheckResult.Level.WARNING));
    var list = json.putArray("findings");
    for (var finding : findings) {
      list.addObject()
          .put("check", finding.check())
          .put("level", finding.level().name().toLowerCase(Locale.ROOT))
          .put("message", finding.message())
          .put("advice", finding.advice());
    }
    return Document.json(json);
  }
}
