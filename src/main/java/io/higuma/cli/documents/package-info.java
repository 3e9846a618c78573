/**
 * Streams of YAML and JSON documents: read, kept as they were written, and rewritten where a Pod
 * changes.
 */
@NullMarked
package io.higuma.cli.documents;

import org.jspecify.annotations.NullMarked;
