/**
 * A simulated world for real nodes: time, chance, networks, disks and crashes, all drawn from one seed, on one thread.
 *
 * <p>A node knows the outside only through the ports of {@link org.comity.node.world}. Here every port is an object of this package, so
 * thousands of hours of losses, delays and sudden deaths pass in seconds, and a seed that broke something breaks it again in the
 * same way. {@link org.comity.sim.SimWorld} is the way in; {@link org.comity.sim.Agenda} decides what happens next;
 * {@link org.comity.sim.Trace} tells it, and its digest shows that two runs were the same.
 *
 * <p>What a simulation cannot show is the real disk, the real network and real threads; other tests do that.
 */
@NullMarked
package org.comity.sim;

import org.jspecify.annotations.NullMarked;
