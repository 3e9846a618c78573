package io.higuma.settings;

import org.jspecify.annotations.Nullable;

/**
 * Puts settings together from their values, which stand in the order of {@link Catalogue#leaves}:
 * of the records' components, depth first.
 *
 * <p>Written out because reflective constructors cost a tenth of a second at start-up.
 */
final class Assembler {
  private final ValueCursor values;

  private Assembler(ValueCursor values) {
    this.values = values;
  }

  static Settings assemble(@Nullable Object[] values) {
    return new Assembler(new ValueCursor(values)).settings();
  }

  private Settings settings() {
    return new Settings(
        values.text(),
        values.text(),
        store(),
        multizone(),
        dpServer(),
        bootstrapServer(),
        experimental(),
        general(),
        apiServer(),
        diagnostics(),
        tracing(),
        defaults(),
        environmentRuntime());
  }

  private Settings.Store store() {
    return new Settings.Store(values.text(), kubernetesStore());
  }

  private Settings.KubernetesStore kubernetesStore() {
    return new Settings.KubernetesStore(values.text());
  }

  private Settings.Multizone multizone() {
    return new Settings.Multizone(zone());
  }

  private Settings.Zone zone() {
    return new Settings.Zone(values.text(), values.text(), values.bool());
  }

  private Settings.DpServer dpServer() {
    return new Settings.DpServer(values.integer(), values.text(), values.text(), values.duration());
  }

  private Settings.BootstrapServer bootstrapServer() {
    return new Settings.BootstrapServer(bootstrapParams());
  }

  private Settings.BootstrapParams bootstrapParams() {
    return new Settings.BootstrapParams(
        values.integer(), values.bool(), values.integer(), values.longNumber());
  }

  private Settings.Experimental experimental() {
    return new Settings.Experimental(values.bool(), values.bool(), values.bool());
  }

  private General general() {
    return new General(
        values.text(), values.text(), values.text(), values.text(), values.texts(), values.text());
  }

  private ApiServer apiServer() {
    return new ApiServer(
        http(),
        https(),
        values.bool(),
        values.texts(),
        values.text(),
        values.text(),
        authn(),
        auth(),
        values.duration(),
        values.duration(),
        values.duration(),
        values.duration());
  }

  private ApiServer.Http http() {
    return new ApiServer.Http(values.bool(), values.text(), values.integer());
  }

  private ApiServer.Https https() {
    return new ApiServer.Https(
        values.bool(),
        values.text(),
        values.integer(),
        values.text(),
        values.text(),
        values.text(),
        values.bool(),
        values.text(),
        values.text(),
        values.texts());
  }

  private ApiServer.Authn authn() {
    return new ApiServer.Authn(values.text(), values.bool());
  }

  private ApiServer.Auth auth() {
    return new ApiServer.Auth(values.text());
  }

  private Diagnostics diagnostics() {
    return new Diagnostics(
        values.integer(),
        values.bool(),
        values.bool(),
        values.text(),
        values.text(),
        values.text(),
        values.text(),
        values.texts());
  }

  private Settings.Tracing tracing() {
    return new Settings.Tracing(openTelemetry());
  }

  private Settings.OpenTelemetry openTelemetry() {
    return new Settings.OpenTelemetry(values.bool(), values.text());
  }

  private Settings.Defaults defaults() {
    return new Settings.Defaults(values.bool());
  }

  private Settings.EnvironmentRuntime environmentRuntime() {
    return new Settings.EnvironmentRuntime(kubernetesRuntime());
  }

  private KubernetesRuntime kubernetesRuntime() {
    return new KubernetesRuntime(
        admissionServer(),
        injector(),
        values.duration(),
        nodeTaintController(),
        controllersConcurrency(),
        clientConfig(),
        leaderElection(),
        values.texts(),
        values.text(),
        values.bool(),
        values.bool(),
        values.texts(),
        values.bool());
  }

  private KubernetesRuntime.AdmissionServer admissionServer() {
    return new KubernetesRuntime.AdmissionServer(
        values.text(), values.integer(), values.text(), values.text());
  }

  private Injector injector() {
    return new Injector(
        values.bool(),
        values.texts(),
        values.bool(),
        values.bool(),
        values.integer(),
        values.integer(),
        exceptions(),
        values.text(),
        values.texts(),
        values.texts(),
        values.text(),
        values.bool(),
        values.bool(),
        spire(),
        sidecarTraffic(),
        builtinDns(),
        ebpf(),
        sidecarContainer(),
        initContainer(),
        validationContainer());
  }

  private Injector.Exceptions exceptions() {
    return new Injector.Exceptions(values.map());
  }

  private Injector.Spire spire() {
    return new Injector.Spire(values.bool(), values.text(), values.text());
  }

  private Injector.SidecarTraffic sidecarTraffic() {
    return new Injector.SidecarTraffic(
        values.numbers(), values.numbers(), values.texts(), values.texts());
  }

  private Injector.BuiltinDns builtinDns() {
    return new Injector.BuiltinDns(values.bool(), values.integer(), values.bool(), values.bool());
  }

  private Injector.Ebpf ebpf() {
    return new Injector.Ebpf(
        values.bool(), values.text(), values.text(), values.text(), values.text(), values.text());
  }

  private SidecarContainer sidecarContainer() {
    return new SidecarContainer(
        values.text(),
        values.longNumber(),
        values.longNumber(),
        values.integer(),
        values.duration(),
        values.integer(),
        values.integer(),
        values.text(),
        values.bool(),
        values.map(),
        readiness(),
        liveness(),
        startup(),
        resources());
  }

  private Probe.Readiness readiness() {
    return new Probe.Readiness(
        values.integer(), values.integer(), values.integer(), values.integer(), values.integer());
  }

  private Probe.Liveness liveness() {
    return new Probe.Liveness(
        values.integer(), values.integer(), values.integer(), values.integer());
  }

  private Probe.Startup startup() {
    return new Probe.Startup(
        values.integer(), values.integer(), values.integer(), values.integer());
  }

  private Resources resources() {
    return new Resources(amounts(), amounts());
  }

  private Resources.Amounts amounts() {
    return new Resources.Amounts(values.quantity(), values.quantity());
  }

  private Injector.InitContainer initContainer() {
    return new Injector.InitContainer(values.text(), resources());
  }

  private Injector.ValidationContainer validationContainer() {
    return new Injector.ValidationContainer(resources());
  }

  private KubernetesRuntime.NodeTaintController nodeTaintController() {
    return new KubernetesRuntime.NodeTaintController(values.bool(), values.text(), values.text());
  }

  private KubernetesRuntime.ControllersConcurrency controllersConcurrency() {
    return new KubernetesRuntime.ControllersConcurrency(values.integer());
  }

  private KubernetesRuntime.ClientConfig clientConfig() {
    return new KubernetesRuntime.ClientConfig(values.integer(), values.integer());
  }

  private KubernetesRuntime.LeaderElection leaderElection() {
    return new KubernetesRuntime.LeaderElection(values.duration(), values.duration());
  }
}
