// Package detector turns documents into mentions.
//
// It takes references from doc.read, runs detection over the ledger's bodies, and in
// one transaction writes the mentions, their public events and the reference that
// the indexers wait for. Any number of detectors may run side by side: what a
// redelivered or raced reference finds already done is left as it is.
//
// A rescan runs the same detection over the whole archive after a brand was added or
// edited. What it brings to light is back catalogue and never alerts.
package detector
