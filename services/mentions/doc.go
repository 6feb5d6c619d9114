// Package mentions has the operations that need both halves of the ledger: the archive, which has
// documents, and the record, which has brands and mentions. It announces mentions and their reports
// as public events, deletes documents together with their mentions, and collects what the search index
// needs to know about a document.
//
// Public events are rendered here, with links that start with the desk's base URL. The ledger
// knows neither the events nor the URL.
package mentions
