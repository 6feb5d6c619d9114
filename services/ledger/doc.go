// Package ledger is the engine of Namedrop's database: opening, locking, migrating, backing
// up, transactions, leases, the outbox, consumers' offsets, settings and counters. What is
// stored with it is in the packages above: archive (sources and documents), record (brands,
// mentions, rules, deliveries, people) and evidence (samples). Everything else in the system,
// the bus and the search index, can be deleted and rebuilt from here.
//
// The database is SQLite (one file, the default) or PostgreSQL. Queries, schema and tests are
// the same for both. Functions that read take a [Reader], which [Ledger] and [Tx] are; those
// that write take a [Tx], which [Ledger.Write] provides.
//
// Under pressure:
//
//   - On SQLite there is one writer. [Ledger.Write] waits for it, and gives up when its
//     context ends. A transaction never waits for the network or for a disk other than its
//     own, and never calls Write: that would wait for itself.
//   - On PostgreSQL a transaction that loses a race is run again, so the function given to
//     Write must have no effect outside its [Tx].
//   - A write is durable when Write returns: SQLite runs with synchronous=FULL.
//   - A full disk is [ErrDiskFull], a lost race over a revision [ErrConflict], a ledger from
//     a later version [ErrNewer]. The text of each error says what helps.
//
// A claim leases rows for a time. A holder that dies loses them when the lease ends, and
// another process continues.
package ledger
