package io.higuma.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A workload whose Pods would get something else.
 *
 * @param namespace where it is
 * @param owner its kind and name, such as {@code Deployment/shop}
 * @param diff a unified diff of one of its Pods as YAML: as it would be injected now, and then; or
 *     why it would be refused
 */
@Schema(requiredProperties = {"namespace", "owner", "diff"})
public record WorkloadChange(String namespace, String owner, String diff) {}
