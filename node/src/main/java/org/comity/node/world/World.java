package org.comity.node.world;

import java.time.InstantSource;
import org.comity.node.store.Blobs;
import org.comity.node.store.Store;

/**
 * Everything a node is given. Nothing else in the core touches the outside.
 *
 * @param clock civil time; may jump, so records never trust it to be monotone
 * @param schedule the node's own single thread of control
 * @param entropy salts, keys and jitter
 * @param crew carries heavy pure work off the node's thread
 * @param peers the road to other nodes
 * @param store the database, the only source of truth
 * @param blobs evidence bytes, content-addressed
 * @param signer the log keys
 * @param guard the newest signed head, remembered outside the database
 */
public record World(
        InstantSource clock,
        Schedule schedule,
        Entropy entropy,
        Crew crew,
        PeerTransport peers,
        Store store,
        Blobs blobs,
        Signer signer,
        Guard guard) {}
