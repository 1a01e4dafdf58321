/**
 * The proof bundle: one canonical ZIP file that shows a case to somebody who trusts neither side, and its verifier, which runs
 * offline on the bare file.
 *
 * <p>The road of an export: {@link org.comity.node.bundle.BundleContents} says what goes in,
 * {@link org.comity.node.bundle.BundleWriter} makes the manifest, the node logs its digest, and then the file is written. The road
 * back: {@link org.comity.node.bundle.CanonicalZip}, then the manifest, then the contents, which are written once more and must give
 * the same bytes; only then are logs, receipts, approvals, custody and anchors looked at. Nothing here knows the store or the ledger.
 * {@link org.comity.node.bundle.BundleLayout} has the format.
 */
@NullMarked
package org.comity.node.bundle;

import org.jspecify.annotations.NullMarked;
