/**
 * What the TLS listeners of the webhooks and of sidecars have in common. Not here: their routes,
 * limits and drains. Start with {@link io.higuma.listener.TlsListener}.
 */
@NullMarked
package io.higuma.listener;

import org.jspecify.annotations.NullMarked;
