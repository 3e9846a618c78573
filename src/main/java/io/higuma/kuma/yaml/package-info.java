/**
 * YAML parser compatible with Kubernetes and Kuma, and quoting rules for YAML output; the writer is
 * {@code io.higuma.api.YamlText}. Start with {@link KubernetesYaml}.
 */
@NullMarked
package io.higuma.kuma.yaml;

import org.jspecify.annotations.NullMarked;
