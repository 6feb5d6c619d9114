// Package search keeps passages in bleve indexes, one a month, and answers queries
// over them.
//
// What is found. A query is asked of each passage (see package query); results are
// grouped by document, each with its best passages. [Index.Put] is durable when it
// returns, and what it put is found by the next search. One call writes one batch
// to each partition it touches; the high-water mark ([index.Entry.Seq]) is in the
// last of them, so that a crash in between makes [Index.Mark] too low, never too
// high: putting the same entries again changes nothing.
//
// Order. Newest-first and oldest-first walk the partitions and stop when the page is
// full; relevance scores over all. A cursor is a place in the order, so that pages
// neither repeat nor skip a result while new documents arrive.
//
// Under pressure. A search that would take longer than Options.Budget is given up
// with [ErrTooCostly]; at most Options.Searches run at once, the others wait for
// their turn until their context ends. A search never takes the process down: a
// panic in it is an error of that search.
//
// Bleve stores, merges and persists; the evaluation here works on its segments
// directly, because a page of newest results needs no score for each of a hundred
// thousand hits.
package search
