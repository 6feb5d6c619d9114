package search

import "github.com/namedrop/namedrop/index"

// stories gives each entry the key it shares with similar documents.
type stories struct{}

func newStories(*generation) *stories { return &stories{} }

func (*stories) of(*index.Entry, *partition) ([]string, error) { return nil, nil }

func (*stories) close() {}
