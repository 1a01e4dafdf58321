/** Tests of the log: vectors of other implementations, properties against a naive tree, one test per way to be wrong. */
@NullMarked
package org.comity.tlog;

import org.jspecify.annotations.NullMarked;
