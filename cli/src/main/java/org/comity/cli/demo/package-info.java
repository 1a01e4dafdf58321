/** Plays the main job between three members on one machine. */
@NullMarked
package org.comity.cli.demo;

import org.jspecify.annotations.NullMarked;
