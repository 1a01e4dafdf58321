/** Worlds that must hold their promises under every seed. */
@NullMarked
package org.comity.sim;

import org.jspecify.annotations.NullMarked;
