/**
 * The decision about one Pod, and the containers, volumes and metadata that follow from it. Pure:
 * no HTTP, client, clock or CDI.
 */
@NullMarked
package io.higuma.inject;

import org.jspecify.annotations.NullMarked;
