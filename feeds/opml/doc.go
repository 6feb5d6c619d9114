// Package opml reads and writes lists of subscriptions.
//
// Reading is tolerant: attribute names in any case, missing types and titles, nested
// folders, undeclared entities, elements never closed, files that break off; and a plain
// list of addresses, one a line. Every line that is left out is told with its number and
// the reason. A feed listed twice counts once, by [Normalise]. Lists that a file points
// at are told, never fetched.
package opml
