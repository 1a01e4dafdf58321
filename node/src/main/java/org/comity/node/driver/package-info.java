/**
 * The world of a real node: operating-system time and entropy, threads, key files. The only package of this module that may start a
 * thread or read a clock.
 */
@NullMarked
package org.comity.node.driver;

import org.jspecify.annotations.NullMarked;
