// Package opml reads and writes lists of subscriptions.
//
// Reading is tolerant: attribute names in any case, missing types and titles, nested
// folders, undeclared entities, elements never closed, files that break off, and plain lists
// with one address per line. Every line that is left out is returned with its number and the
// reason. A feed listed twice counts once: see [Normalise]. Other lists to which a file refers
// are left out and never fetched.
package opml
