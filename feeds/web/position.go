package web

import (
	"encoding/json"
	"slices"

	"github.com/namedrop/namedrop/feeds"
)

const (
	perRead   = 20   // pages that are fetched at one read
	rechecked = 5    // of the known pages, at one read
	maxKnown  = 1000 // pages of one source
	misses    = 2    // reads in a row that don't find a page, before it counts as deleted
)

// position is how far a source was read.
type position struct {
	Start    string  `json:"start,omitempty"` // where the start page was read
	ETag     string  `json:"etag,omitempty"`  // of the start page
	Modified string  `json:"modified,omitempty"`
	Known    []known `json:"known,omitempty"` // in the order in which they were checked, the longest ago first
	Queue    []step  `json:"queue,omitempty"` // to be read
	First    bool    `json:"first,omitempty"` // the pages that the first read found aren't all read yet
	Full     bool    `json:"full,omitempty"`  // more pages were found than a source may have
	Feed     string  `json:"feed,omitempty"`  // that the start page declares
}

// known is a page that was read.
type known struct {
	URL    string `json:"u"`
	Hash   string `json:"h,omitempty"` // of its text; empty where it has none
	Missed int    `json:"m,omitempty"`
	Key    string `json:"k,omitempty"` // of its document where that isn't made from the address
}

// step is a page to read.
type step struct {
	URL   string `json:"u"`
	Depth int    `json:"d"` // links that lead to it from the start page
}

func decode(at feeds.Position) (p position) {
	if json.Unmarshal(at, &p) != nil { // nil at the first read
		p = position{}
	}
	p.Known, p.Queue = p.Known[:min(len(p.Known), maxKnown)], p.Queue[:min(len(p.Queue), maxKnown)]
	return p
}

func (p *position) encode() feeds.Position {
	b, err := json.Marshal(p)
	if err != nil {
		return nil
	}
	return b
}

// take removes a known page, so that it can be put at the end with what is known of it now.
func (p *position) take(address string) (known, bool) {
	i := slices.IndexFunc(p.Known, func(k known) bool { return k.URL == address })
	if i < 0 {
		return known{URL: address}, false
	}
	k := p.Known[i]
	p.Known = slices.Delete(p.Known, i, i+1)
	return k, true
}

// found queues the pages that aren't known yet, as far as a source may have more.
func (p *position) found(pages []string, depth int) {
	have := map[string]bool{p.Start: true}
	for _, k := range p.Known {
		have[k.URL] = true
	}
	for _, s := range p.Queue {
		have[s.URL] = true
	}
	for _, page := range pages {
		switch {
		case have[page]:
		case len(p.Known)+len(p.Queue) >= maxKnown:
			p.Full = true
			return
		default:
			have[page] = true
			p.Queue = append(p.Queue, step{page, depth})
		}
	}
}

// recheck queues the pages that were checked longest ago.
func (p *position) recheck(depth int) {
	for _, k := range p.Known[:min(len(p.Known), rechecked)] {
		p.Queue = append(p.Queue, step{k.URL, depth})
	}
}
