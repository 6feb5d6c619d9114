// Package search keeps passages in bleve indexes, one for each month, and answers
// queries over them.
//
// Results. A query is matched against each passage (see package query). Results are
// grouped by document, each with its best passages. [Index.Put] is durable when it
// returns, and the next search finds what it put. One call writes one batch to each
// partition it touches. The offset ([index.Entry.Seq]) is stored with the last of these
// batches, so a crash in between makes [Index.Offset] too low, never too high. Putting the
// same entries again changes nothing.
//
// Order. Newest-first and oldest-first scan the partitions in the order of time and stop
// when the page is full. Relevance scores the whole index. A cursor is a position in the
// order, so pages neither repeat nor skip a result while new documents arrive.
//
// Under pressure. A search that exceeds Options.Budget ends with [ErrTooCostly]. At most
// Options.Searches run at once; the others wait for a slot until their context ends. A
// panic in a search is an error of that search and never ends the process.
//
// Damage. Files are verified before bleve opens them. A damaged partition is moved away
// ("set aside"), searches answer from the others, and [Index.Lost] lists what has to be
// put again. Nothing is lost for good: the ledger has every document.
//
// Bleve stores, merges and persists the segments. Queries are evaluated here, on the
// segments of its scorch index, because a page of newest results needs no score for each
// of a hundred thousand hits. The behaviour of scorch that this relies on is tested in
// bleve_contract_test.go.
package search
