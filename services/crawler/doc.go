// Package crawler reads due sources, listens to streams, and records their documents.
//
// A source is claimed by lease, read, and released with its next due date; documents,
// position and outbox go into the ledger in one transaction, so that a crash between
// two reads loses nothing and a crash inside one only reads again. Only types that this
// process has a reader for are claimed. What a source lists at its first read is the back
// catalogue and marked so.
//
// Sources that share a stream are listened to on one connection, by one process at a time.
// What names no brand and matches no query is dropped before it is stored. What was kept is
// in the ledger, with the stream's position, before the listener goes on; after a loss the
// stream is connected again from there, so that some of it may come twice and none is missed.
//
// Parts that a listing only names, such as transcripts and chapters, wait in the ledger's
// queue, each by itself, and are filled by cost. Cheap ones of live documents are fetched at
// once, so that the alert carries the quote. A part that brings a text cancels dearer ones.
package crawler
