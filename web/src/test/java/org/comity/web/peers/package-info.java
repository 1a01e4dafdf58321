/** Tests of the road between nodes. */
@NullMarked
package org.comity.web.peers;

import org.jspecify.annotations.NullMarked;
