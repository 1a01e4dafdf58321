/** What came in, what went out, and how the node is. */
@NullMarked
package org.comity.cli.exchange;

import org.jspecify.annotations.NullMarked;
