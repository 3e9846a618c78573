/** A Kubernetes API in this process, for machines without a kube-apiserver. */
@NullMarked
package io.higuma.sandbox.memory;

import org.jspecify.annotations.NullMarked;
