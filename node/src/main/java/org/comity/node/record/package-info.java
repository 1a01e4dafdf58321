/**
 * What is written into a log: the record, its envelope, its salted leaf, and the approvals of officers inside it.
 *
 * <p>A caller hands over a {@link Draft}; sequence, time and origin are stamped inside the commit, and the result is an {@link Act}: the exact bytes
 * with their parsed envelope. The layout is fixed in docs/protocol.md. Everything in this room is a value that refused bad
 * content when it was made, and pure: no clock, no database, no keys.
 */
@NullMarked
package org.comity.node.record;

import org.jspecify.annotations.NullMarked;
