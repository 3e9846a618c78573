package io.higuma.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes settings apart into their values, in the order of {@link Catalogue#leaves}. */
final class Disassembler {
  private final List<Object> values = new ArrayList<>();

  private Disassembler() {}

  static @Nullable Object[] disassemble(Settings settings) {
    Disassembler disassembler = new Disassembler();
    disassembler.settings(settings);
    return disassembler.values.toArray();
  }

  private void add(Object... some) {
    Collections.addAll(values, some);
  }

  private void settings(Settings section) {
    add(section.environment(), section.mode());
    store(section.store());
    zone(section.multizone().zone());
    dpServer(section.dpServer());
    bootstrapParams(section.bootstrapServer().params());
    experimental(section.experimental());
    general(section.general());
    apiServer(section.apiServer());
    diagnostics(section.diagnostics());
    openTelemetry(section.tracing().openTelemetry());
    add(section.meshDefaults().skipMeshCreation());
    kubernetesRuntime(section.runtime().kubernetes());
  }

  private void store(Settings.Store section) {
    add(section.type());
    kubernetesStore(section.kubernetes());
  }

  private void kubernetesStore(Settings.KubernetesStore section) {
    add(section.systemNamespace());
  }

  private void zone(Settings.Zone section) {
    add(section.name(), section.globalAddress(), section.disableOriginLabelValidation());
  }

  private void dpServer(Settings.DpServer section) {
    add(
        section.port(),
        section.tlsCertFile(),
        section.tlsKeyFile(),
        section.gracefulShutdownTimeout());
  }

  private void bootstrapParams(Settings.BootstrapParams section) {
    add(
        section.adminPort(),
        section.envoyAdminUnixSocket(),
        section.readinessPort(),
        section.xdsGrpcMaxReceiveMessageBytes());
  }

  private void experimental(Settings.Experimental section) {
    add(section.deltaXds(), section.kubeOutboundsAsVIPs(), section.inboundTagsDisabled());
  }

  private void general(General section) {
    add(
        section.tlsCertFile(),
        section.tlsKeyFile(),
        section.tlsMinVersion(),
        section.tlsMaxVersion(),
        section.tlsCipherSuites(),
        section.workDir());
  }

  private void apiServer(ApiServer section) {
    http(section.http());
    https(section.https());
    add(section.readOnly(), section.corsAllowedDomains(), section.basePath(), section.rootUrl());
    authn(section.authn());
    add(section.auth().clientCertsDir());
    add(
        section.readHeaderTimeout(),
        section.readTimeout(),
        section.writeTimeout(),
        section.idleTimeout());
  }

  private void http(ApiServer.Http section) {
    add(section.enabled(), section.address(), section.port());
  }

  private void https(ApiServer.Https section) {
    add(
        section.enabled(),
        section.address(),
        section.port(),
        section.tlsCertFile(),
        section.tlsKeyFile(),
        section.tlsCaFile(),
        section.requireClientCert(),
        section.tlsMinVersion(),
        section.tlsMaxVersion(),
        section.tlsCipherSuites());
  }

  private void authn(ApiServer.Authn section) {
    add(section.type(), section.localhostIsAdmin());
  }

  private void diagnostics(Diagnostics section) {
    add(
        section.serverPort(),
        section.debugEndpoints(),
        section.tlsEnabled(),
        section.tlsCertFile(),
        section.tlsKeyFile(),
        section.tlsMinVersion(),
        section.tlsMaxVersion(),
        section.tlsCipherSuites());
  }

  private void openTelemetry(Settings.OpenTelemetry section) {
    add(section.enabled(), section.endpoint());
  }

  private void kubernetesRuntime(KubernetesRuntime section) {
    admissionServer(section.admissionServer());
    injector(section.injector());
    add(section.marshalingCacheExpirationTime());
    nodeTaintController(section.nodeTaintController());
    controllersConcurrency(section.controllersConcurrency());
    clientConfig(section.clientConfig());
    leaderElection(section.leaderElection());
    add(
        section.allowedUsers(),
        section.controlPlaneServiceName(),
        section.skipMeshOwnerReference(),
        section.supportGatewaySecretsInAllNamespaces(),
        section.workloadLabels(),
        section.disallowMultipleMeshesPerNamespace());
  }

  private void admissionServer(KubernetesRuntime.AdmissionServer section) {
    add(section.address(), section.port(), section.certDir(), section.clientCaFile());
  }

  private void injector(Injector section) {
    add(
        section.sidecarContainers(),
        section.containerPatches(),
        section.cniEnabled(),
        section.virtualProbesEnabled(),
        section.virtualProbesPort(),
        section.applicationProbeProxyPort());
    add(section.exceptions().labels());
    add(
        section.caCertFile(),
        section.ignoredServiceSelectorLabels(),
        section.nodeLabelsToCopy(),
        section.transparentProxyConfigMap(),
        section.unifiedResourceNamingEnabled(),
        section.otelPipeEnabled());
    spire(section.spire());
    sidecarTraffic(section.sidecarTraffic());
    builtinDns(section.builtinDNS());
    ebpf(section.ebpf());
    sidecarContainer(section.sidecarContainer());
    initContainer(section.initContainer());
    resources(section.validationContainer().resources());
  }

  private void spire(Injector.Spire section) {
    add(section.enabled(), section.mountPath(), section.socketFileName());
  }

  private void sidecarTraffic(Injector.SidecarTraffic section) {
    add(
        section.excludeInboundPorts(),
        section.excludeOutboundPorts(),
        section.excludeInboundIPs(),
        section.excludeOutboundIPs());
  }

  private void builtinDns(Injector.BuiltinDns section) {
    add(section.enabled(), section.port(), section.logging(), section.experimentalProxy());
  }

  private void ebpf(Injector.Ebpf section) {
    add(
        section.enabled(),
        section.instanceIPEnvVarName(),
        section.bpffsPath(),
        section.cgroupPath(),
        section.tcAttachIface(),
        section.programsSourcePath());
  }

  private void sidecarContainer(SidecarContainer section) {
    add(
        section.image(),
        section.uid(),
        section.gid(),
        section.adminPort(),
        section.drainTime(),
        section.redirectPortInbound(),
        section.redirectPortOutbound(),
        section.ipFamilyMode(),
        section.waitForDataplaneReady(),
        section.envVars());
    readiness(section.readinessProbe());
    liveness(section.livenessProbe());
    startup(section.startupProbe());
    resources(section.resources());
  }

  private void readiness(Probe.Readiness section) {
    add(
        section.initialDelaySeconds(),
        section.timeoutSeconds(),
        section.periodSeconds(),
        section.successThreshold(),
        section.failureThreshold());
  }

  private void liveness(Probe.Liveness section) {
    add(
        section.initialDelaySeconds(),
        section.timeoutSeconds(),
        section.periodSeconds(),
        section.failureThreshold());
  }

  private void startup(Probe.Startup section) {
    add(
        section.initialDelaySeconds(),
        section.timeoutSeconds(),
        section.periodSeconds(),
        section.failureThreshold());
  }

  private void resources(Resources section) {
    amounts(section.requests());
    amounts(section.limits());
  }

  private void amounts(Resources.Amounts section) {
    add(section.cpu(), section.memory());
  }

  private void initContainer(Injector.InitContainer section) {
    add(section.image());
    resources(section.resources());
  }

  private void nodeTaintController(KubernetesRuntime.NodeTaintController section) {
    add(section.enabled(), section.cniApp(), section.cniNamespace());
  }

  private void controllersConcurrency(KubernetesRuntime.ControllersConcurrency section) {
    add(section.podController());
  }

  private void clientConfig(KubernetesRuntime.ClientConfig section) {
    add(section.qps(), section.burstQps());
  }

  private void leaderElection(KubernetesRuntime.LeaderElection section) {
    add(section.leaseDuration(), section.renewDeadline());
  }
}
