// Package podcast reads podcast RSS with its namespace, and all other RSS, Atom and JSON
// feeds in the same way.
//
// About one feed in twenty is broken in some way, so a body goes through three steps:
//
//  1. repair makes it a text that the parser can read: it unpacks gzip that was not announced,
//     decodes wrong or missing encodings, drops characters that XML forbids and bytes
//     before the root.
//  2. The parser (gofeed) reads it as a whole. If it succeeds and returns as many items and
//     recordings as the text contains, that is the result.
//  3. Otherwise salvage cuts the text into items and parses them one by one. An item that still
//     fails is rewritten as well-formed XML (repairItem) and parsed once more.
//
// Batch.Warnings lists what was repaired or left out. For a body that is not a feed the error
// is a [*feeds.Fault] of kind Unparsable that names what it is instead.
//
// Items with a recording are documents of network "podcast", and their keys are made of the
// source's key and the guid. Written items are pages of network "web". An item's Alternates find
// its stored document when a publisher changes guids. Only the feed itself is fetched:
// transcripts and chapters are offers, which [Transcripts] and [Chapters] fill.
package podcast
