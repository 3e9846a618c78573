/**
 * Controllers that write to the cluster: Dataplanes, ContainerPatch statuses, Events, {@code
 * caBundle}, the CA Secret. The conversion of Pods into Dataplanes is in {@code dataplane}; start
 * reading with {@link io.higuma.cluster.controller.DataplaneController}.
 */
@NullMarked
package io.higuma.cluster.controller;

import org.jspecify.annotations.NullMarked;
