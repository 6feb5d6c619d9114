package timeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

// wall is a network with numbered posts, one a minute, three on a page.
type wall struct {
	newest  int
	deleted map[int]bool
	asked   []string
	looked  []string
	broken  bool
}

func (w *wall) list() List {
	return List{Network: "wall", Pages: 5, Page: w.page, Deleted: func(_ context.Context, key string) (bool, error) {
		w.looked = append(w.looked, key)
		n, _ := strconv.Atoi(key)
		if w.broken {
			return false, errors.New("away")
		}
		return w.deleted[n], nil
	}}
}

func (w *wall) page(_ context.Context, cursor string) (Page, error) {
	w.asked = append(w.asked, cursor)
	n := w.newest
	if cursor != "" {
		n, _ = strconv.Atoi(cursor)
	}
	var p Page
	for ; n > 0 && len(p.Posts) < 3; n-- {
		if !w.deleted[n] {
			p.Posts = append(p.Posts, feeds.Document{Key: strconv.Itoa(n), Text: "post", Published: noon.Add(time.Duration(n) * time.Minute)})
		}
	}
	if n > 0 {
		p.Next = strconv.Itoa(n)
	}
	return p, nil
}

// drain reads until there is nothing more to read at once, and returns the keys that were read.
func drain(t *testing.T, l List, at *feeds.Position) (keys []string, last feeds.Batch, gone []string) {
	t.Helper()
	for range 50 {
		b, err := l.Read(t.Context(), *at)
		if err != nil {
			t.Fatal(err)
		}
		*at = b.Position
		for _, d := range b.Documents {
			keys = append(keys, d.Key)
		}
		for _, g := range b.Gone {
			gone = append(gone, g.Key)
		}
		if !b.More {
			return keys, b, gone
		}
	}
	t.Fatal("there is always more")
	return nil, last, nil
}

func TestHistoryThenWhatIsNew(t *testing.T) {
	w := &wall{newest: 8}
	var at feeds.Position
	keys, _, _ := drain(t, w.list(), &at)
	if got := strings.Join(keys, " "); got != "8 7 6 5 4 3 2 1" {
		t.Errorf("history %s", got)
	}
	w.asked, w.newest = nil, 13
	keys, b, _ := drain(t, w.list(), &at)
	if got := strings.Join(keys, " "); got != "13 12 11 10 9 8" || len(w.asked) != 2 || len(b.Warnings) > 0 {
		t.Errorf("then %s in %q, warnings %v", got, w.asked, b.Warnings)
	}
	w.asked = nil
	if keys, _, _ = drain(t, w.list(), &at); len(w.asked) != 1 || len(keys) != 3 {
		t.Errorf("with nothing new: %q asked, %q read", w.asked, keys)
	}
}

// After a long outage what can be read back is read, and the rest is said to be missing.
func TestAnOutageLongerThanThePages(t *testing.T) {
	w := &wall{newest: 2}
	var at feeds.Position
	drain(t, w.list(), &at)
	w.newest = 40
	keys, b, _ := drain(t, w.list(), &at)
	if len(keys) != 15 || !feeds.HasWarning(b.Warnings, "posts_skipped") || !strings.Contains(b.Warnings[0].Detail, "from 2026-11-30 12:02 UTC to 2026-11-30 12:26 UTC") {
		t.Errorf("%q %v", keys, b.Warnings)
	}
	if _, b, _ = drain(t, w.list(), &at); len(b.Warnings) > 0 {
		t.Errorf("the warning stays: %v", b.Warnings)
	}
}

// What disappears from the newest page is looked up; only what the network has deleted is gone, and what could
// not be looked up is asked again.
func TestDeletedPosts(t *testing.T) {
	w := &wall{newest: 8, deleted: map[int]bool{}}
	var at feeds.Position
	drain(t, w.list(), &at)
	w.deleted[8], w.broken = true, true
	if _, _, gone := drain(t, w.list(), &at); len(gone) > 0 {
		t.Errorf("gone without an answer: %q", gone)
	}
	w.broken = false
	if _, _, gone := drain(t, w.list(), &at); !slices.Equal(gone, []string{"8"}) {
		t.Errorf("gone %q, looked up %q", gone, w.looked)
	}
	w.looked, w.newest = nil, 11 // 7 and 6 have moved to the second page
	if _, _, gone := drain(t, w.list(), &at); len(gone) > 0 || len(w.looked) > 0 {
		t.Errorf("gone %q, looked up %q", gone, w.looked)
	}
}

// A page that may lack posts for other reasons proves only that those between its others were deleted.
func TestAPageThatMayLackPosts(t *testing.T) {
	w := &wall{newest: 6, deleted: map[int]bool{1: true, 2: true, 3: true, 4: true, 5: true, 6: true}}
	on := func(keys ...int) Page {
		p := Page{Unsure: true, Next: "older"}
		for _, k := range keys {
			p.Posts = append(p.Posts, feeds.Document{Key: strconv.Itoa(k), Published: noon.Add(time.Duration(k) * time.Minute)})
		}
		return p
	}
	l := w.list()
	l.Pages = 1
	for _, c := range []struct {
		page []int
		want string
	}{{[]int{6, 4, 2}, "5 3"}, {[]int{}, ""}, {[]int{3}, ""}, {[]int{2, 1}, ""}} {
		var at feeds.Position
		l.Page = func(context.Context, string) (Page, error) { return on(6, 5, 4, 3, 2, 1), nil }
		drain(t, l, &at)
		l.Page = func(context.Context, string) (Page, error) { return on(c.page...), nil }
		if _, _, gone := drain(t, l, &at); strings.Join(gone, " ") != c.want {
			t.Errorf("%v: gone %q, want %s", c.page, gone, c.want)
		}
	}
}

func TestServersThatNeverEnd(t *testing.T) {
	calls := 0
	l := List{Network: "wall", Pages: 7, Page: func(_ context.Context, cursor string) (Page, error) {
		calls++
		var posts []feeds.Document
		for i := range 2000 {
			posts = append(posts, feeds.Document{Key: fmt.Sprint(calls, i), Text: strings.Repeat("x", 100_000), Published: noon})
		}
		return Page{Posts: posts, Next: fmt.Sprint("page", calls)}, nil
	}}
	var at feeds.Position
	b, err := l.Read(t.Context(), at)
	if err != nil || len(b.Documents) != maxPage || len(b.Documents[0].Text) != maxText {
		t.Fatalf("%d documents %v", len(b.Documents), err)
	}
	at = b.Position
	drain(t, l, &at)
	if calls != 7 {
		t.Errorf("%d pages", calls)
	}
	// A cursor that repeats or is huge ends the list.
	for _, next := range []string{"same", strings.Repeat("c", 5000)} {
		calls = 0
		l.Page = func(context.Context, string) (Page, error) {
			calls++
			return Page{Posts: []feeds.Document{{Key: "1", Published: noon}, {Key: "1", Published: noon}, {Key: ""}, {Key: "undated"}}, Next: next}, nil
		}
		at = nil
		if keys, _, _ := drain(t, l, &at); calls > 2 || keys[0] != "1" || len(keys) != calls {
			t.Errorf("%d pages, %q", calls, keys)
		}
	}
}

func TestUnreadablePositions(t *testing.T) {
	w := &wall{newest: 3}
	for _, at := range []string{`{`, `[]`, `{"floor":"x"}`, `"x"`} {
		if b, err := w.list().Read(t.Context(), feeds.Position(at)); err != nil || len(b.Documents) != 3 {
			t.Errorf("%s: %d %v", at, len(b.Documents), err)
		}
	}
}
