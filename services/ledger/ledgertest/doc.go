// Package ledgertest opens ledgers for tests: a SQLite one in a temporary folder, and
// one on a real PostgreSQL server, started once for each test binary in a folder of its own.
//
// The server runs as another user when the tests run as root, which PostgreSQL refuses.
// Where its programs are not installed, tests that ask for it are skipped and say so.
//
// It also has the sources, documents, mentions and deliveries that tests of several packages use.
package ledgertest
