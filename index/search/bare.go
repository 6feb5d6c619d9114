package search

import (
	"github.com/namedrop/namedrop/index"
)

// Bare writes entries with this package's fields and partitions and nothing else of
// it. It exists to measure against.
type Bare struct{ g *generation }

// OpenBare makes a bare index below dir.
func OpenBare(dir string) (*Bare, error) {
	g, _, err := openGeneration(dir, 0, Options{}.withDefaults(), nil, nil)
	if err != nil {
		return nil, err
	}
	return &Bare{g}, nil
}

// Write writes one batch, to the partition of the first entry.
func (b *Bare) Write(entries []index.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	p, err := b.g.partition(entries[0].Month)
	if err != nil {
		return err
	}
	batch := p.b.NewBatch()
	for i := range entries {
		for _, d := range documents(&entries[i], story{}, nil) {
			if err := batch.IndexAdvanced(d); err != nil {
				return err
			}
		}
	}
	return p.commit(batch)
}

// Close closes it.
func (b *Bare) Close() error { return b.g.close() }
