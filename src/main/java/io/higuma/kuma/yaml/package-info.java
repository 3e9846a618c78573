/** Reads YAML as Kubernetes and Kuma do. */
@NullMarked
package io.higuma.kuma.yaml;

import org.jspecify.annotations.NullMarked;
