/**
 * HTTP API: configuration, explanations, previews and the inventory. The decisions are in {@code
 * io.higuma.inject}, the settings in {@code io.higuma.settings}. Start with {@link ConfigResource},
 * {@link WorkloadResource} and {@link InventoryResource}.
 */
@NullMarked
package io.higuma.api;

import org.jspecify.annotations.NullMarked;
