// Package feedstest is for tests of readers and of the crawler. It has a [Server] on loopback that
// serves recorded files, behaves like all kinds of hostile or failing hosts and records its requests,
// and a [Clock] that tests move.
package feedstest
