// Package podcast reads podcast RSS with its namespace, and by the same way every other
// RSS, Atom and JSON feed.
//
// A feed is repaired before it is parsed: unannounced gzip, wrong or missing encodings,
// characters XML forbids, bytes before the root, files that broke off. What still can't
// be parsed as a whole is read item by item, and what was repaired or left out is told in
// Batch.Warnings. A body without a feed in it is a *feeds.Fault of kind Unparsable whose
// sentence says what came instead.
//
// Items with a recording are documents of network "podcast", keyed by the source's key
// and the guid; written items are pages of network "web". An item's Alternates are what
// finds its old document when a publisher changes guids. Nothing is fetched but the feed:
// transcripts and chapters are offers, which [Transcripts] and [Chapters] fill.
package podcast
