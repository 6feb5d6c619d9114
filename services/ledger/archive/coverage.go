package archive

import (
	"context"
	"fmt"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Way is how the words of a recording were read.
type Way string

const (
	WayPublisher Way = "publisher" // its own transcript, or captions that people wrote
	WayCaptions  Way = "captions"  // its own automatic captions
	WayTwin      Way = "twin"      // the captions of its video
	WaySpeech    Way = "speech"    // our own speech recognition
	WayNotes     Way = "notes"     // not at all: title, notes and chapters only
)

// Ways lists every way, the best first.
var Ways = []Way{WayPublisher, WayCaptions, WayTwin, WaySpeech, WayNotes}

// Coverage is how many recordings were read in which way.
type Coverage map[Way]int

// Recordings returns the number of all recordings.
func (c Coverage) Recordings() (n int) {
	for _, k := range c {
		n += k
	}
	return n
}

// Read returns the number of recordings whose words are known.
func (c Coverage) Read() int { return c.Recordings() - c[WayNotes] }

const wayOf = `CASE WHEN d.origin IN ('', 'none') THEN 'notes' WHEN d.text_from <> '' THEN 'twin' ELSE d.origin END`

// CoverageBySource returns the coverage of each source that isn't removed and has recordings.
func CoverageBySource(ctx context.Context, r ledger.Reader, sources ...string) (map[string]Coverage, error) {
	out := map[string]Coverage{}
	read := func(where string, args []any) error {
		return r.Each(ctx, `SELECT x.source, `+wayOf+` AS way, COUNT(*) FROM documents d JOIN document_sources x ON x.document = d.id
			JOIN sources s ON s.id = x.source WHERE s.removed = 0 AND d.kind IN ('podcast', 'video')`+where+` GROUP BY x.source, `+wayOf, args,
			func(scan query.Scan) error {
				var source string
				var way Way
				n := 0
				err := scan(&source, &way, &n)
				if out[source] == nil {
					out[source] = Coverage{}
				}
				out[source][way] += n
				return err
			})
	}
	var err error
	if len(sources) == 0 {
		err = read("", nil)
	}
	for part := range query.Chunks(sources) {
		list, args := query.In(part)
		if err = read(` AND x.source IN `+list, args); err != nil {
			break
		}
	}
	if err != nil {
		return nil, fmt.Errorf("counting how recordings were read: %w", err)
	}
	return out, nil
}

// CoverageOfAll returns the coverage of all recordings. One that is in two sources counts once.
func CoverageOfAll(ctx context.Context, r ledger.Reader) (Coverage, error) {
	out := Coverage{}
	err := r.Each(ctx, `SELECT `+wayOf+` AS way, COUNT(*) FROM documents d WHERE d.kind IN ('podcast', 'video')
		AND EXISTS (SELECT 1 FROM document_sources x JOIN sources s ON s.id = x.source WHERE x.document = d.id AND s.removed = 0) GROUP BY `+wayOf, nil,
		func(scan query.Scan) error {
			var way Way
			n := 0
			err := scan(&way, &n)
			out[way] += n
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("counting how recordings were read: %w", err)
	}
	return out, nil
}
