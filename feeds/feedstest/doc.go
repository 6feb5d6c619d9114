// Package feedstest has what tests of readers and of the crawler need: a [Server] on
// loopback that plays recorded files and every kind of hostile or failing host, counts
// what it was asked, and a [Clock] that only moves when told.
package feedstest
