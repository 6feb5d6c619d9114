package jsonl

import "github.com/namedrop/namedrop/feeds"

// Spec returns the spec of imported documents. Their source is made by the import and is never
// read.
func Spec() feeds.Spec {
	return feeds.Spec{Type: feeds.ImportSource, Name: "Import", Summary: "Documents handed over in a file.", Kinds: feeds.Kinds}
}
