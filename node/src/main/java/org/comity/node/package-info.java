/** One node: its capabilities, wired by constructors. */
@NullMarked
package org.comity.node;

import org.jspecify.annotations.NullMarked;
