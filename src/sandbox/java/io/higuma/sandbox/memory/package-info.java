/**
 * An in-memory Kubernetes API for machines without a kube-apiserver. Not here: controllers and
 * kubelet. Start with {@link io.higuma.sandbox.memory.MemoryServer}.
 */
@NullMarked
package io.higuma.sandbox.memory;

import org.jspecify.annotations.NullMarked;
