/** Injection without a cluster: the documents of a stream are the cluster around its Pods. */
@NullMarked
package io.higuma.cli.offline;

import org.jspecify.annotations.NullMarked;
