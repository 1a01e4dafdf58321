/**
 * Who the other members are, and by which keys they are known.
 *
 * <p>A {@link org.comity.node.directory.Card} carries a member's keys, authorities and addresses, signed by its offline identity.
 * Two officers compare its {@link org.comity.node.directory.Fingerprint} over the telephone and recognise it in the
 * {@link org.comity.node.directory.Directory}; from then on its {@link org.comity.node.directory.Peer} entry is all that the
 * exchange believes of that member. Recognition is an act between two states and says nothing of membership in any assembly.
 * {@link org.comity.node.directory.Pings} shows whether somebody still answers at the other end.
 */
@NullMarked
package org.comity.node.directory;

import org.jspecify.annotations.NullMarked;
