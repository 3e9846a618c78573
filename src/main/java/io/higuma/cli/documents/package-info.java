/**
 * Reads streams of YAML and JSON documents and rewrites them with minimal changes of the text. Not
 * here: the meaning of the objects. Start with {@link io.higuma.cli.documents.DocumentStream}.
 */
@NullMarked
package io.higuma.cli.documents;

import org.jspecify.annotations.NullMarked;
