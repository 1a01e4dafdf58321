/**
 * The face to this node's own officers and their programs: JSON over HTTP, described by {@code /openapi.yaml}.
 *
 * <p>{@link org.comity.web.officers.OfficersServer} listens; a {@link org.comity.web.officers.Route} says who may do what and how it
 * can end; each capability has one class of routes, which parse, hand a work to the ledger or read a snapshot, and render.
 */
@NullMarked
package org.comity.web.officers;

import org.jspecify.annotations.NullMarked;
