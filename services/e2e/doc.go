// Package e2e holds the acceptance tests: the real binary, started from a shell's point
// of view, crawling real HTTP on loopback, killed and started again.
//
// The tests need no data of anyone else's; those that want recorded files find them
// through NAMEDROP_TESTDATA and skip with a word where it is unset.
package e2e
