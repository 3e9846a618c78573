/**
 * Injection and Dataplanes without a cluster: the cluster state comes from documents. Not here: the
 * parsing of documents. Start with {@link io.higuma.cli.offline.OfflineInjection}.
 */
@NullMarked
package io.higuma.cli.offline;

import org.jspecify.annotations.NullMarked;
