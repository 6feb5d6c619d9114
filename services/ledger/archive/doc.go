// Package archive stores what was read: sources and how far each was read, documents with
// their texts, the parts that documents still wait for, and what is worked on over the whole
// archive (rescans, imports, the quarantine).
//
// Saving what one read of a source brought is one transaction: documents, the poll, and a
// reference in the outbox for each document that is new or changed. What takes time, hashing
// and compressing texts, is done before it: see [Draft].
//
// Detection reads a document when its revision differs from the one that detection has read:
// see [Undetected]. A text that can't be read, and work over which the process has died too
// often, are quarantined, so that they hold up nothing else.
//
// The package knows nothing of brands and mentions: record and evidence are above it.
package archive
