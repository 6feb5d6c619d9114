// Package crawler reads sources when they are due, listens to streams, and stores the documents
// they bring.
//
// A process claims a source with a lease, reads it and sets when it is due next. Documents,
// position and outbox rows are written in one transaction. A crash between two reads therefore
// loses nothing, and a crash during a read only means that the source is read again. A process
// claims only the types of sources that it has a reader for. What the first read of a source
// lists is its back catalogue and is flagged as backfill.
//
// Sources that share a stream share one connection, and one process at a time listens to it. A
// document that names no brand or matches no source's query is dropped before it is stored. A
// batch is in the ledger, together with the stream's position, before the listener continues.
// After a lost connection the listener continues from the stored position, so a document may
// arrive twice but none is missed.
//
// Parts that a listing only links to, for example transcripts and chapters, wait in a queue in
// the ledger, one row per part. The cheapest filler of a part is tried first. Cheap parts of live
// documents are fetched before the document is stored, so that its first alert has the quote.
// Once a part has brought a text, more expensive ones are cancelled.
package crawler
