/**
 * Whole stories drawn from one number: how many nodes, who knows whom, how hard the world is, what is written, and what happens to
 * nodes, lines, clocks and disks.
 *
 * <p>{@link org.comity.sim.saga.Scenario} draws, {@link org.comity.sim.saga.Saga} plays and checks. A seed means the same story in
 * every run and on every machine.
 */
@NullMarked
package org.comity.sim.saga;

import org.jspecify.annotations.NullMarked;
