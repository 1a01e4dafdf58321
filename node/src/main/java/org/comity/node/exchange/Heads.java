package org.comity.node.exchange;

/** What a road needs of the exchange of heads: what to tell the peer, and where to take what the peer tells. */
record Heads(HeadTelling telling, HeadWatch watch) {}
