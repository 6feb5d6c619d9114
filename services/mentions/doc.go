// Package mentions joins the archive and the record where both are needed, for all services:
// it announces mentions as public events, deletes documents together with their mentions, and
// collects what the search index needs of a document.
//
// It is where public events are rendered, and so where the base URL of their links is known.
// The ledger knows neither.
package mentions
