package io.higuma.app;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** CDI producers of the checks of {@code /q/health}. */
final class HealthBeans {

  @Produces
  @Singleton
  @Readiness
  HealthCheck process(ProcessState state) {
    return state::process;
  }

  @Produces
  @Singleton
  @Readiness
  HealthCheck certificate(ProcessState state) {
    return state::certificate;
  }

  @Produces
  @Singleton
  @Readiness
  HealthCheck caches(ProcessState state) {
    return state::caches;
  }

  @Produces
  @Singleton
  @Readiness
  HealthCheck kubernetes(ProcessState state) {
    return state::kubernetes;
  }

  @Produces
  @Singleton
  @Readiness
  HealthCheck settings(ProcessState state) {
    return state::settings;
  }

  @Produces
  @Singleton
  @Liveness
  HealthCheck loops(ProcessState state) {
    return state::loops;
  }

  @Produces
  @Singleton
  @Liveness
  HealthCheck leader(ProcessState state) {
    return state::leader;
  }

  @Produces
  @Singleton
  @Startup
  HealthCheck startup(ProcessState state) {
    return state::startup;
  }
}
