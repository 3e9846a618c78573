/** From a Pod and the Services around it to its Dataplane. Pure. */
@NullMarked
package io.higuma.dataplane;

import org.jspecify.annotations.NullMarked;
