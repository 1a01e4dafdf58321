/** Runs the benchmarks. */
@NullMarked
package org.comity.cli.bench;

import org.jspecify.annotations.NullMarked;
