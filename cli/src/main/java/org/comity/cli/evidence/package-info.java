/** Items of evidence: taken in, offered, fetched, read. */
@NullMarked
package org.comity.cli.evidence;

import org.jspecify.annotations.NullMarked;
