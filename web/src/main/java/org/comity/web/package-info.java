/**
 * The two HTTP faces of a node, and what both need: TLS 1.3 with pinned keys, problems (RFC 9457) and the access log.
 *
 * <p>{@link org.comity.web.peers} talks to other nodes, {@link org.comity.web.officers} to this node's own officers. They run on
 * different ports and share no route. Only this module imports the HTTP server and the HTTP client.
 */
@NullMarked
package org.comity.web;

import org.jspecify.annotations.NullMarked;
