/**
 * Decides whether a Pod is injected and renders its containers, volumes and metadata; start with
 * {@link io.higuma.inject.SidecarInjector}. Pure code: no HTTP, Kubernetes client, clock or CDI.
 */
@NullMarked
package io.higuma.inject;

import org.jspecify.annotations.NullMarked;
