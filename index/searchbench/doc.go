// Package searchbench makes a seeded archive of any size and measures the search
// index on it, beside SQLite's FTS5 on the same passages and bare bleve on the same
// fields. `make bench-search` runs it.
//
// The archive is invented: words drawn by Zipf's law around the topic of each
// document, the commonest of them the small words of English, Dutch and German, so
// that frequent words are as frequent and rare ones as many as in speech.
package searchbench
