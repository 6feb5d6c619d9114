// Package ledger is the record: what was read, what was found, who is to be told and
// how far everyone has come. All else — the bus, the search index — is a view that can
// be deleted and made again from here.
//
// It stands on SQLite (one file, the default) or PostgreSQL; the queries, the schema
// and the tests are the same for both. Reads are methods of [Reads], which both
// [Ledger] and [Tx] carry; writes are methods of [Tx], handed out by [Ledger.Write].
//
// Under pressure:
//
//   - On SQLite there is one writer. [Ledger.Write] queues for it, and gives up when
//     its context ends. A transaction never waits for the network or a disk other than
//     its own, and never calls Write again: that would wait for itself.
//   - On PostgreSQL a transaction that loses a race is run again, so the function
//     given to Write must have no effect outside its [Tx].
//   - A write is durable when Write returns: SQLite runs with synchronous=FULL.
//   - A full disk is [ErrDiskFull], a lost race over a revision [ErrConflict], a ledger
//     from a later version [ErrNewer]: each says in a sentence what helps.
//
// Claims ([Ledger.ClaimDue], [Ledger.ClaimDeliveries], …) lease rows for a time: a holder
// that dies loses them when the lease ends, and another takes them up.
package ledger
