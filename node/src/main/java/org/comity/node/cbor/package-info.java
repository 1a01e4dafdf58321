/**
 * Deterministic CBOR: one writer that can only produce it, one reader that accepts nothing else.
 *
 * <p>The rules are those of RFC 8949 section 4.2.1 (core deterministic encoding), narrowed further: no floats, no tags, no simple
 * values but false, true and null, and map keys that are unsigned integers or text. Every signed or hashed byte of the
 * protocol passes through this room, so two parsers must never read one input in two ways: what is not the single
 * encoding of its meaning is refused, also inside parts that the caller skips. Nothing here allocates a tree.
 */
@NullMarked
package org.comity.node.cbor;

import org.jspecify.annotations.NullMarked;
