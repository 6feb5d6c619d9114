// Package crawler reads due sources and records their documents.
//
// A source is claimed by lease, read, and released with its next due date; document,
// cursor and outbox go into the ledger in one transaction, so that a crash between
// two reads loses nothing and a crash inside one only reads again. What a source
// lists at its first read is the back catalogue and marked so.
//
// Transcripts of new episodes are fetched at once, so that the alert carries the
// quote; those of the back catalogue, and those that failed, wait in the ledger's
// queue and are fetched beside the crawl.
package crawler
