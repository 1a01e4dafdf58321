/**
 * Members with real keys who say what they like: recognised by honest nodes, and bound by nothing.
 *
 * <p>A puppet has logs, signs them, and speaks the wire format through {@code sim.wire}. What it does is drawn; what must become of it
 * is known when it is done: a lie is noted, and no honest node may ever take it.
 */
@NullMarked
package org.comity.sim.puppet;

import org.jspecify.annotations.NullMarked;
