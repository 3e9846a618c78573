package io.higuma.gui;

import io.higuma.api.status.LoggedEvent;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** The templates in {@code src/main/resources/templates/gui}. */
@CheckedTemplate(basePath = "gui")
final class Templates {
  private Templates() {}

  static native TemplateInstance problem(Page page, String detail, List<String> problems);

  static native TemplateInstance signIn(Page page, String to, String message);

  static native TemplateInstance overview(Page page, OverviewPage overview);

  static native TemplateInstance events(Page page, List<LoggedEvent> events);

  static native TemplateInstance workloads(Page page, WorkloadTable table);

  static native TemplateInstance workload(Page page, WorkloadDetail workload);

  static native TemplateInstance dataplanes(Page page, DataplaneTable table);

  static native TemplateInstance dataplane(Page page, DataplaneDetail dataplane);

  static native TemplateInstance patches(Page page, PatchEditor editor);

  static native TemplateInstance settings(Page page, SettingsTable table);

  static native TemplateInstance setting(Page page, SettingDetail setting, SettingChange change);

  static native TemplateInstance history(Page page, SettingsHistory history, SettingChange change);
}
