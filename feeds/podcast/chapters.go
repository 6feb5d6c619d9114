package podcast

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/captions"
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
	resp, err := f.door.Get(ctx, fetch.Request{URL: fetch.WithCredentials(at, t.Source.URL), Accept: "application/json+chapters, application/json, */*;q=0.1", MaxBytes: 2 << 20})
	if err != nil {
		return feeds.Filled{}, fmt.Errorf("reading chapters: %w", ofFile(err))
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
	return feeds.Filled{Chapters: within(chapters, t.Document.Duration), File: t.Offers[0]}, err
}

// ParseChapters reads the namespace's JSON chapters, and what hosts send in their place: a bare list,
// other names, Podlove's XML, and lines of a time and a title. A chapter without a title is left out; one
// without a readable time has none.
func ParseChapters(body []byte, contentType string) ([]feeds.Chapter, error) {
	text, _ := plain.Decode(body, contentType)
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\ufeff")))
	var file any
	err := json.Unmarshal(text, &file)
	var out []feeds.Chapter
	switch {
	case err == nil:
		out = jsonChapters(file)
	case bytes.HasPrefix(text, []byte("<")):
		out = xmlChapters(text)
	default:
		out = lineChapters(string(text))
	}
	if len(out) == 0 && err != nil {
		return nil, fmt.Errorf("reading chapters: %w", err)
	}
	order(out)
	return out[:min(len(out), feeds.MaxChapters)], nil
}

// order sorts chapters. One without a time stays behind the one that it followed.
func order(chapters []feeds.Chapter) {
	at := 0.0
	for i := range chapters {
		if c := &chapters[i]; c.Untimed {
			c.Start = at
		}
		at = chapters[i].Start
	}
	slices.SortStableFunc(chapters, func(a, b feeds.Chapter) int { return cmp.Compare(a.Start, b.Start) })
}

// jsonChapters finds the list of chapters: the value itself, or a list in it.
func jsonChapters(v any) []feeds.Chapter {
	list, ok := v.([]any)
	if m, isObject := v.(map[string]any); isObject {
		for _, k := range []string{"chapters", "Chapters", "items", "chapterList", "markers", "toc"} {
			switch inner := m[k].(type) {
			case []any:
				list, ok = inner, true
			case map[string]any:
				if found := jsonChapters(inner); len(found) > 0 {
					return found
				}
			}
			if ok {
				break
			}
		}
	}
	if !ok {
		return nil
	}
	var out []feeds.Chapter
	for _, e := range list {
		m, ok := e.(map[string]any)
		if !ok {
			continue
		}
		k := make(map[string]any, len(m))
		for name, v := range m {
			k[strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(name))] = v
		}
		title := ""
		for _, name := range []string{"title", "name", "label", "text", "chaptertitle", "heading", "description"} {
			if t, ok := k[name].(string); ok && title == "" {
				title = t
			}
		}
		link, _ := k["url"].(string)
		if link == "" {
			link, _ = k["href"].(string)
		}
		start, ok := chapterStart(k)
		if ch, fine := chapter(start, ok, title, link); fine {
			out = append(out, ch)
		}
	}
	return out
}

// chapterStart reads when a chapter begins, under any of the names that tools use.
func chapterStart(k map[string]any) (float64, bool) {
	for _, name := range []string{"starttime", "start", "startseconds", "time", "begin", "timestamp", "offset", "starttimeseconds", "at", "from", "position", "timecode"} {
		if v, isNumber := k[name].(float64); isNumber && v < 0 {
			continue
		}
		if s, ok := captions.Seconds(k[name]); ok {
			return s, true
		}
	}
	for _, name := range []string{"startms", "starttimems", "startmillis", "timems", "offsetms", "startmilliseconds", "starttimemilliseconds", "startoffsetms"} {
		if s, ok := captions.Seconds(k[name]); ok {
			return s / 1000, true
		}
	}
	return 0, false
}

// xmlChapters reads Podlove's simple chapters from a file of their own.
func xmlChapters(text []byte) []feeds.Chapter {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict = false
	var out []feeds.Chapter
	for {
		t, err := d.Token()
		if err != nil {
			return out
		}
		e, ok := t.(xml.StartElement)
		if !ok || e.Name.Local != "chapter" {
			continue
		}
		a := map[string]string{}
		for _, attr := range e.Attr {
			a[attr.Name.Local] = attr.Value
		}
		start, ok := captions.Clock(a["start"])
		if ch, fine := chapter(start, ok, a["title"], a["href"]); fine {
			out = append(out, ch)
		}
	}
}

// chapterLine matches a line of a chapter file for people and of editors: "00:01:15.500 Title",
// "[1:15] - Title", "CHAPTER" files of players have "CHAPTER01=00:00:00.000" and "CHAPTER01NAME=Title".
var (
	chapterLine = regexp.MustCompile(`^[\[(]?((?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,6})?)[\])]?\s*[-–—|:]?\s*(\S.*)$`)
	chapterTime = regexp.MustCompile(`^(?i)CHAPTER(\d+)=(\S+)$`)
	chapterName = regexp.MustCompile(`^(?i)CHAPTER(\d+)NAME=(.+)$`)
)

func lineChapters(text string) []feeds.Chapter {
	var out []feeds.Chapter
	times := map[string]string{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		at, title := "", ""
		if m := chapterTime.FindStringSubmatch(line); m != nil {
			times[m[1]] = m[2]
			continue
		}
		if m := chapterName.FindStringSubmatch(line); m != nil {
			at, title = times[m[1]], m[2]
		} else if m := chapterLine.FindStringSubmatch(line); m != nil {
			at, title = m[1], m[2]
		}
		start, ok := captions.Clock(at)
		if ch, fine := chapter(start, ok, title, ""); fine {
			out = append(out, ch)
		}
	}
	return out
}

// chapter makes a chapter, and reports whether it has a title. Titles have entities and tags where hosts
// escape them.
func chapter(start float64, known bool, title, link string) (feeds.Chapter, bool) {
	title = short(plain.Line(plain.FromHTML(title)), maxTitle)
	if strings.Contains(title, "&") || strings.Contains(title, "</") { // escaped twice
		title = short(plain.Line(plain.FromHTML(title)), maxTitle)
	}
	if known = known && start < 1000*3600; !known {
		start = 0
	}
	return feeds.Chapter{Start: start, Title: title, URL: absolute(nil, link), Untimed: !known}, title != ""
}

// within marks the chapters that begin after the end of the recording as untimed: their times are wrong.
// A recording that is shorter than all of them has a wrong duration.
func within(chapters []feeds.Chapter, duration float64) []feeds.Chapter {
	last := duration*1.05 + 10
	if duration <= 0 || len(chapters) > 1 && chapters[1].Start > last {
		return chapters
	}
	for i := range chapters {
		if c := &chapters[i]; c.Start > last {
			c.Untimed = true
			if c.Start = 0; i > 0 {
				c.Start = chapters[i-1].Start
			}
		}
	}
	return chapters
}
