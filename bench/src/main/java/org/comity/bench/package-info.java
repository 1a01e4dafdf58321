/**
 * Benchmarks of a node: what one exchange costs, how fast the log grows, how fast evidence is sealed, beside other programs where
 * they can be had. They start real nodes: folders, database with full durability, keys, HTTPS. Results of two programs are only
 * compared when both ran in the same run, since the machine may be shared.
 */
@NullMarked
package org.comity.bench;

import org.jspecify.annotations.NullMarked;
