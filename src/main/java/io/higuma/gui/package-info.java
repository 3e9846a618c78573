/**
 * The page at {@code /gui}: HTML views of the API for browsers, rendered on the server. What they
 * show and change is decided in {@code io.higuma.api}. Start with {@link Page} and {@link
 * WorkloadsResource}.
 */
@NullMarked
package io.higuma.gui;

import org.jspecify.annotations.NullMarked;
