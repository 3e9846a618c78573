/** The config API, explanations, previews and the inventory. */
@NullMarked
package io.higuma.api;

import org.jspecify.annotations.NullMarked;
