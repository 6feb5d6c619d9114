package podcast

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/plain"
)

// Chapters fills documents with the chapter files that their publishers offer.
type Chapters struct {
	door *fetch.Door
}

// NewChapters returns a filler over the door.
func NewChapters(door *fetch.Door) *Chapters { return &Chapters{door} }

func (*Chapters) Part() feeds.Part      { return feeds.PartChapters }
func (*Chapters) Cost() int             { return 0 }
func (*Chapters) Can(t feeds.Task) bool { return len(t.Offers) > 0 && len(t.Document.Chapters) == 0 }

// Fill fetches an episode's chapter file. It leaves out chapters without a title.
func (f *Chapters) Fill(ctx context.Context, t feeds.Task) (feeds.Filled, error) {
	at := t.Offers[0].URL
	resp, err := f.door.Get(ctx, fetch.Request{URL: at, Accept: "application/json+chapters, application/json", MaxBytes: 2 << 20})
	if err != nil {
		return feeds.Filled{}, fmt.Errorf("reading chapters: %w", err)
	}
	h := host(at)
	chapters, err := ParseChapters(resp.Body, resp.ContentType)
	switch {
	case err != nil:
		err = &feeds.Fault{Kind: feeds.FaultUnparsable, Host: h, Err: err, Code: "chapters_unreadable", Reason: fmt.Sprintf("The chapter file at %s can't be read", h),
			Help: "Tell the publisher. Until it is repaired, the episode is searched without its chapters."}
	case len(chapters) == 0:
		err = &feeds.Fault{Kind: feeds.FaultUnparsable, Host: h, Code: "chapters_untitled", Reason: fmt.Sprintf("The chapters in the file at %s have no titles", h),
			Help: "Tell the publisher. Until it is repaired, the episode is searched without its chapters."}
	}
	return feeds.Filled{Chapters: chapters}, err
}

// ParseChapters reads the namespace's JSON chapters.
func ParseChapters(body []byte, contentType string) ([]feeds.Chapter, error) {
	text, _ := plain.Decode(body, contentType)
	var file struct {
		Chapters []struct {
			Start any    `json:"startTime"`
			Title string `json:"title"`
			URL   string `json:"url"`
		} `json:"chapters"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, fmt.Errorf("reading chapters: %w", err)
	}
	var out []feeds.Chapter
	for _, c := range file.Chapters {
		ch := feeds.Chapter{Title: short(plain.Line(c.Title), maxTitle), URL: absolute(nil, c.URL)}
		switch s := c.Start.(type) {
		case float64:
			ch.Start = s
		case string:
			ch.Start = duration(s)
		}
		if ch.Title != "" && ch.Start >= 0 && ch.Start < 1000*3600 {
			out = append(out, ch)
		}
	}
	slices.SortStableFunc(out, func(a, b feeds.Chapter) int { return cmp.Compare(a.Start, b.Start) })
	return out, nil
}
