/**
 * Transparency log: the RFC 9162 Merkle tree over SHA-256, the C2SP text formats around it (signed notes, checkpoints,
 * cosignatures, tiles, witness requests, policies and {@code .tlog-proof} files) and the evidence of a log that forked.
 *
 * <p>The room knows neither storage nor network nor clock. What it reads comes through {@link org.comity.tlog.TileSource},
 * {@link org.comity.tlog.EntrySource} and {@link org.comity.tlog.WitnessLogs}; times are arguments. All values are
 * immutable unless a class says otherwise. Every refusal is a {@link org.comity.tlog.LogException}.
 *
 * <p>The rule that shaped the types: a path is never checked alone. The only way to test membership is
 * {@link org.comity.tlog.VerifiedCheckpoint}, which exists only after every required signature has been verified, and
 * it takes the entry itself, not a hash somebody else computed.
 */
@NullMarked
package org.comity.tlog;

import org.jspecify.annotations.NullMarked;
