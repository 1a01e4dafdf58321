/**
 * Cases and requests: what one state asks of another, who signed it, what was answered, and which clocks run.
 *
 * <p>{@link org.comity.node.casework.Casework} holds the behaviour. A request is drafted, signed by two officers and sent; at
 * the other side it is checked, shown, seen and answered; both sides walk the same table
 * ({@link org.comity.node.casework.PreservationTransitions}). What the law says about durations, fields and grounds is data, read by
 * {@link org.comity.node.casework.PreservationProcedure}; this package is only the mechanism.
 */
@NullMarked
package org.comity.node.casework;

import org.jspecify.annotations.NullMarked;
