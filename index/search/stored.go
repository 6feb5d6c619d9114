package search

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// head is what all passages of a document share. It is stored once, with the passage
// numbered 0.
type head struct {
	Revision  string     `json:"r,omitempty"`
	Kind      feeds.Kind `json:"k"`
	Network   string     `json:"n,omitempty"`
	Sources   []string   `json:"o,omitempty"`
	Show      string     `json:"w,omitempty"`
	Site      string     `json:"h,omitempty"`
	Title     string     `json:"t,omitempty"`
	URL       string     `json:"u,omitempty"`
	Audio     string     `json:"a,omitempty"`
	People    []string   `json:"p,omitempty"`
	Published time.Time  `json:"d"`
	Passages  int        `json:"c"`
	Seq       uint64     `json:"q,omitempty"`
	Brands    []string   `json:"b,omitempty"`
}

func encodeHead(e *index.Entry) []byte {
	h := head{
		Revision: e.Revision, Kind: e.Kind, Network: e.Network, Sources: e.Sources, Show: e.Show, Site: e.Site, Title: e.Title,
		URL: e.URL, Audio: e.Audio, People: e.People, Published: e.Published, Passages: len(e.Passages), Seq: e.Seq,
	}
	seen := map[string]bool{}
	for _, b := range e.Brands {
		if !seen[b.Brand] {
			seen[b.Brand] = true
			h.Brands = append(h.Brands, b.Brand)
		}
	}
	b, err := json.Marshal(h)
	if err != nil { // a year beyond 9999
		h.Published = time.Time{}
		b, _ = json.Marshal(h)
	}
	return b
}

var errStored = errors.New("a stored passage is unreadable: the index is damaged, rebuild it with reindex")

// encodePassage writes a compact format by hand: every passage that is shown or verified is
// decoded.
func encodePassage(p *index.Passage) []byte {
	b := make([]byte, 0, len(p.Text)+48)
	b = binary.AppendUvarint(b, uint64(p.Start))
	b = binary.AppendUvarint(b, uint64(p.End))
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(p.From))
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(p.To))
	b = appendString(b, p.Language)
	b = binary.AppendUvarint(b, uint64(len(p.Speakers)))
	for _, s := range p.Speakers {
		b = appendString(b, s)
	}
	return append(b, p.Text...)
}

func decodePassage(b []byte) (index.Passage, error) {
	var p index.Passage
	number := func() int {
		v, n := binary.Uvarint(b)
		if n <= 0 || v > math.MaxInt32 {
			b = nil
			return 0
		}
		b = b[n:]
		return int(v)
	}
	str := func() string {
		n := number()
		if n > len(b) {
			b = nil
			return ""
		}
		s := string(b[:n])
		b = b[n:]
		return s
	}
	p.Start, p.End = number(), number()
	if len(b) < 16 {
		return p, errStored
	}
	p.From = math.Float64frombits(binary.BigEndian.Uint64(b))
	p.To = math.Float64frombits(binary.BigEndian.Uint64(b[8:]))
	b = b[16:]
	p.Language = str()
	for n := number(); n > 0 && len(b) > 0; n-- {
		p.Speakers = append(p.Speakers, str())
	}
	p.Text = string(b)
	return p, nil
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}
