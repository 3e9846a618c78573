/** Background work: loops and tasks whose faults are logged and counted, and their heartbeats. */
@NullMarked
package io.higuma.loop;

import org.jspecify.annotations.NullMarked;
