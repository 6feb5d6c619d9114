// Package indexer keeps the search index in step with the ledger.
//
// The index can be rebuilt from the ledger at any time. Each search node has a complete copy,
// which consumes doc.detected. Its offset is stored in the index itself, in the same batch as
// the passages, so the two always agree. At the start the indexer first indexes what the ledger
// has after that offset. If the index's folder was deleted, it builds the index from the ledger
// before it follows the bus.
package indexer
