package org.comity.node.store;

class MemoryBlobsTest extends BlobsContract {
    @Override
    Blobs blobs() {
        return new MemoryBlobs();
    }
}
