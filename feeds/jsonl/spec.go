package jsonl

import "github.com/namedrop/namedrop/feeds"

// Spec is what there is to say of imported documents: their source is made by the import,
// and nothing is ever read from it.
func Spec() feeds.Spec {
	return feeds.Spec{Type: feeds.ImportSource, Name: "Import", Summary: "Documents handed over in a file.", Kinds: feeds.Kinds}
}
