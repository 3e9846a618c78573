/** A real Kubernetes API on this machine: etcd and kube-apiserver as processes. */
@NullMarked
package io.higuma.sandbox.kube;

import org.jspecify.annotations.NullMarked;
