// Package e2e holds the acceptance tests. They run the real binary as a user would, let it read
// sources over real HTTP on loopback, kill it and start it again.
//
// Most tests need no external data. Those that use recorded files find them through
// NAMEDROP_TESTDATA and are skipped if it is unset.
package e2e
