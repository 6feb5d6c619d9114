// Package indexer keeps the search index in step with the ledger.
//
// The index is a view: each search node has a whole copy, fed from doc.detected. The
// position reached is kept inside the index, written in the same batch as the
// passages; what lies between that position and the ledger is put in at the start,
// and a folder that was deleted is built anew from the ledger while the rest runs.
package indexer
