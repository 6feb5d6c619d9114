package feeds

import (
	"encoding/binary"
	"math"
)

// ComputeRevision returns the hash of what detection and search read: title, notes, author,
// language, chapters, people, text and cues. Likes and reading times are left out, so that
// an item in which only they changed is not stored again.
func (d *Document) ComputeRevision() string {
	head := [...]string{"revision", d.Title, d.Notes, d.Author, d.Language, d.Text}
	size := 1024 + len(d.Notes) + len(d.Text)
	for i := range d.Cues {
		size += 32 + len(d.Cues[i].Speaker) + len(d.Cues[i].Text)
	}
	b := make([]byte, 0, size)
	for _, s := range head {
		b = appendText(b, s)
	}
	b = appendCount(b, len(d.Chapters))
	for _, c := range d.Chapters {
		start := c.Start
		if c.Untimed {
			start = -1
		}
		b = appendText(appendText(appendSeconds(b, start), c.Title), c.URL)
	}
	b = appendCount(b, len(d.People))
	for _, p := range d.People {
		b = appendText(appendText(appendText(b, p.Name), p.Role), p.URL)
	}
	b = appendCount(b, len(d.Cues))
	for i := range d.Cues {
		c := &d.Cues[i]
		end := c.End
		if c.Untimed {
			end = -1 // so that revisions of cues with times are what they were before there was Untimed
		}
		b = appendText(appendText(appendSeconds(appendSeconds(b, c.Start), end), c.Speaker), c.Text)
	}
	return idOf(b)
}

func appendCount(b []byte, n int) []byte { return binary.BigEndian.AppendUint64(b, uint64(n)) }

func appendSeconds(b []byte, t float64) []byte {
	return binary.BigEndian.AppendUint64(b, math.Float64bits(t))
}
