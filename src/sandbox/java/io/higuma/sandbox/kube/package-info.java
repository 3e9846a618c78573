/**
 * Runs etcd and kube-apiserver as local processes. Not here: the sandbox's scenario. Start with
 * {@link io.higuma.sandbox.kube.LocalKube}.
 */
@NullMarked
package io.higuma.sandbox.kube;

import org.jspecify.annotations.NullMarked;
