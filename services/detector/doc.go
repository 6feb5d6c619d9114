// Package detector turns documents into mentions.
//
// It consumes references from doc.read, runs detection on the documents in the ledger, and
// writes the mentions, their public events and the reference for the indexers in one
// transaction. Any number of detectors may run side by side: a reference that is delivered
// twice, or to two detectors, changes nothing the second time.
//
// A rescan runs the same detection over the whole archive after a brand was added or
// edited. The mentions that it finds are back catalogue and never alert.
package detector
