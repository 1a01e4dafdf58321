/**
 * Nodes as processes and folders: what a killed process, a damaged file or a second process on one folder does to a node.
 *
 * <p>Here nothing is simulated. The processes are real, they talk over HTTPS on the loopback address, they end by SIGKILL, and what
 * they leave on disk is counted on both sides.
 */
@NullMarked
package org.comity.web.processes;

import org.jspecify.annotations.NullMarked;
