// Package searchbench measures the search index on an invented archive of any size, compared
// with SQLite FTS5 on the same passages and bleve alone on the same fields.
// `make bench-search` runs it.
package searchbench
