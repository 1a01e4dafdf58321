@NullMarked
package org.comity.cli.client;

import org.jspecify.annotations.NullMarked;
