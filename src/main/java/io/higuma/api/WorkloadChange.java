package io.higuma.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A workload whose Pods would be rendered differently.
 *
 * @param namespace its namespace
 * @param owner its kind and name, such as {@code Deployment/shop}
 * @param diff a unified diff of one of its Pods as YAML, injected with the current and the changed
 *     settings; or why it would be rejected
 */
@Schema(requiredProperties = {"namespace", "owner", "diff"})
public record WorkloadChange(String namespace, String owner, String diff) {}
