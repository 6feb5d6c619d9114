// Package correlator keeps the reports of mentions up to date in the ledger.
//
// A report belongs to a brand in a cluster of documents, and to one site. The reports of a site
// are looked at when the site is due: after a mention event (the intake reads MENTIONS in order
// and sets the offset in the transaction that makes the sites due), after its samples, settings
// or annotations changed (the ledger does that in the same transaction), and when a window ends.
// So nothing that happened while no correlator ran is missed, and nothing is done while nothing
// changes.
//
// What a report is made from is reduced to a print (package report). A report is made again only
// if its print changed, and written only if its content did; a new revision of a report that has
// a verdict is announced on REPORTS. Its event is in the outbox in the transaction that saves it.
//
// One process of a cluster at a time makes reports, by a lease. Two that overlap while a lease
// passes on write the same report twice at most: the second is refused by its revision.
package correlator
