/**
 * age v1 files (C2SP age specification, {@code age-encryption.org/v1}): writing, reading, seeking and repeatable
 * sealing.
 *
 * <p>A file is a text header that carries one 16-byte file key, wrapped once for each recipient, and a payload of
 * independently sealed 64 KiB chunks. {@link org.comity.age.Age} seals and opens byte arrays,
 * {@link org.comity.age.AgeWriter} and {@link org.comity.age.AgeReader} pass streams of any length in constant memory,
 * {@link org.comity.age.AgeFile} reads at any offset, and {@link org.comity.age.Sealing} writes the same file again, or
 * any range of it.
 *
 * <p>Two recipient types are known: {@code X25519} and the post-quantum hybrid {@code mlkem768x25519}. Passphrases,
 * plug-ins and ASCII armour are not. age keeps a file secret and whole for whoever holds the file key; it does not say
 * who wrote it.
 *
 * <p>The package draws no randomness, starts no thread and opens no file by itself: all three are arguments.
 */
@NullMarked
package org.comity.age;

import org.jspecify.annotations.NullMarked;
