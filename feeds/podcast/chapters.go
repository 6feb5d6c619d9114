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

// Chapters fetches an episode's chapter file. Chapters without a title are left out.
func (r *Reader) Chapters(ctx context.Context, address string) ([]feeds.Chapter, error) {
	resp, err := r.door.Get(ctx, fetch.Request{URL: address, Accept: "application/json+chapters, application/json", MaxBytes: 2 << 20})
	if err != nil {
		return nil, fmt.Errorf("reading chapters: %w", err)
	}
	chapters, err := ParseChapters(resp.Body, resp.ContentType)
	if err != nil {
		h := host(address)
		return nil, &feeds.Fault{Kind: feeds.FaultUnparsable, Host: h, Err: err, Reason: fmt.Sprintf("The chapter file at %s can't be read", h),
			Help: "Tell the publisher; the episode is searched without its chapters meanwhile."}
	}
	return chapters, nil
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
		ch := feeds.Chapter{Title: short(plain.Line(c.Title), longestTitle), URL: absolute(nil, c.URL)}
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
