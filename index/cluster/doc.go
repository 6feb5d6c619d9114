// Package cluster finds documents that carry the same conversation: reposts, one
// article in two feeds, an episode that comes from another source with another
// transcript. It only computes; the ledger keeps what it finds.
//
// A document is compared by its [Fingerprint]: keys, which are looked up exactly, and a
// MinHash signature of its text (Broder 1997), which says how much of the text two
// documents share. Two documents are copies of each other when [Score] is above zero.
// They are only compared when they share at least one key, so a store that can look up
// keys finds the copies of a document without reading the others.
//
// Equal input gives equal fingerprints, in every version: they are kept for years.
// Memory and time grow with the length of the text alone; a text of 15 MB makes no
// more keys than one of 5 KB.
package cluster
