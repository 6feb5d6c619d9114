package hackernews

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
)

const answers = `{"hits":[
{"objectID":"43","created_at":"2026-11-30T10:00:00Z","created_at_i":1796032800,"author":"ann","comment_text":"We use <i>Larkmeter</i>, see <a href=\"https:&#x2F;&#x2F;larkmeter.example\" rel=\"nofollow\">https:&#x2F;&#x2F;larkmeter.example</a>","story_id":42,"story_title":"Ask HN: meters?","parent_id":42,"children":[]},
{"objectID":"42","created_at":"2026-11-30T09:00:00.000Z","created_at_i":1796029200,"author":"bob","title":"Ask HN: meters?","url":null,"story_text":"Which &quot;meter&quot;?","points":3,"num_comments":1,"comment_text":null},
{"objectID":"41","created_at_i":1796025600,"author":"cas","title":"Larkmeter 2","url":"https://larkmeter.example/2","points":9},
{"objectID":"x\u0000/..","created_at_i":1796025600,"title":"Larkmeter"},{"objectID":"40","title":"undated"}],
"nbHits":5,"page":0,"nbPages":1,"hitsPerPage":100}`

func read(t *testing.T, s *feedstest.Server, at feeds.Position) (feeds.Batch, error) {
	t.Helper()
	return New(feedstest.Door(t), s.URL+"/", s.URL).Read(t.Context(), feeds.Source{Type: Type, Query: `larkmeter "two words"`}, at)
}

func TestStoriesAndComments(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Page("/api/v1/search_by_date", "application/json", answers)
	b, err := read(t, s, nil)
	if err != nil || len(b.Documents) != 3 || b.More {
		t.Fatalf("%+v %v", b, err)
	}
	comment, ask, story := b.Documents[0], b.Documents[1], b.Documents[2]
	if comment.Title != "" || comment.Text != "We use Larkmeter, see https://larkmeter.example" || comment.Thread != "42" || comment.Author != "ann" ||
		comment.URL != "https://news.ycombinator.com/item?id=43" || comment.Kind != feeds.Post || comment.Network != Network {
		t.Errorf("%+v", comment.Document)
	}
	if ask.Title != "Ask HN: meters?" || ask.Text != `Which "meter"?` || ask.Engagement.Likes != 3 || ask.Published.Unix() != 1796029200 {
		t.Errorf("%+v", ask.Document)
	}
	if story.Text != "https://larkmeter.example/2" || story.Title != "Larkmeter 2" {
		t.Errorf("%+v", story.Document)
	}
	if q := s.Asked("")[0].Query; !strings.Contains(q, "query=larkmeter+%22two+words%22") || !strings.Contains(q, "typoTolerance=false") {
		t.Errorf("asked %s", q)
	}
	again, err := read(t, s, b.Position)
	if err != nil || len(again.Documents) != 3 || again.Documents[0].Revision != comment.Revision {
		t.Errorf("the second read: %+v %v", again, err)
	}
	// A comment disappears from the search: Hacker News says whether it was deleted.
	s.Page("/api/v1/search_by_date", "application/json", `{"hits":[{"objectID":"41","created_at_i":1796025600,"title":"Larkmeter 2"}]}`)
	s.Page("/v0/item/43.json", "application/json", `{"id":43,"deleted":true,"type":"comment"}`)
	s.Page("/v0/item/42.json", "application/json", `null`)
	b, err = read(t, s, again.Position)
	if err != nil || len(b.Gone) != 1 || b.Gone[0] != (feeds.Removal{Network: Network, Key: "43"}) {
		t.Errorf("gone %+v %v", b.Gone, err)
	}
}

// A query with more hits than the search shows is read completely, also where many were written in one second.
func TestMoreThanAThousandHits(t *testing.T) {
	const all = 2345
	s := feedstest.NewServer(t)
	s.Handle("/api/v1/search_by_date", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		until := int64(1 << 60)
		if f, ok := strings.CutPrefix(r.URL.Query().Get("numericFilters"), "created_at_i<="); ok {
			until, _ = strconv.ParseInt(f, 10, 64)
		}
		var hits []hit
		for i := range all {
			if at := int64(1_790_000_000 - i/3); at <= until && len(hits) < perPage {
				hits = append(hits, hit{ID: strconv.Itoa(all - i), Created: at, CommentText: "Larkmeter"})
			}
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"hits": hits})
	}))
	seen := map[string]bool{}
	var at feeds.Position
	for range 60 {
		b, err := read(t, s, at)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range b.Documents {
			seen[d.Key] = true
		}
		if at = b.Position; !b.More {
			break
		}
	}
	if len(seen) != all {
		t.Errorf("%d of %d hits were read", len(seen), all)
	}
}

func TestBadAnswers(t *testing.T) {
	for body, code := range map[string]string{
		"": "posts_unreadable", "null": "posts_unreadable", "{}": "posts_unreadable", "<html>Sign in</html>": "posts_unreadable",
		`{"hits":[{"objectID":7}]}`: "posts_unreadable", `{"hits":[{"objectID":"1",`: "posts_unreadable",
		`{"message":"Not allowed","status":400}`: "posts_unreadable", "{\"hits\":\xff}": "posts_unreadable",
	} {
		s := feedstest.NewServer(t)
		s.Page("/api/v1/search_by_date", "", body)
		_, err := read(t, s, nil)
		if got, params := feeds.CodeOf(err); got != code || feeds.FaultOf(err) != feeds.FaultUnparsable || params["name"] != "Hacker News" {
			t.Errorf("%q: %v (%s)", body, err, got)
		}
	}
	for status, kind := range map[int]feeds.FaultKind{429: feeds.FaultThrottled, 500: feeds.FaultTransient, 403: feeds.FaultBlocked, 404: feeds.FaultAbsent} {
		s := feedstest.NewServer(t)
		s.Handle("/api/v1/search_by_date", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "120")
			http.Error(w, "no", status)
		}))
		_, err := read(t, s, nil)
		if feeds.FaultOf(err) != kind || status == 429 && feeds.RetryAfterOf(err).Seconds() != 120 {
			t.Errorf("%d: %v", status, err)
		}
	}
}

func TestRecognize(t *testing.T) {
	for pasted, want := range map[string]string{
		"hn: larkmeter": "larkmeter", "https://hn.algolia.com/?dateRange=all&q=larkmeter": "larkmeter", "hn.algolia.com/?query=a%20b": "a b",
		"https://news.ycombinator.com/from?site=larkmeter.example": "larkmeter.example",
		"https://news.ycombinator.com/item?id=1":                   "", "hn:": "", "larkmeter": "", "https://hn.algolia.com/": "", "https://larkmeter.example/?q=x": "",
	} {
		if got, ok := Recognize(pasted); got.Query != want || ok != (want != "") {
			t.Errorf("%s: %q %v", pasted, got.Query, ok)
		}
	}
}

// Recorded items of Hacker News say whether they are there.
func TestRecordedItems(t *testing.T) {
	dir := feedstest.Data(t, "sources/hackernews")
	files, _ := filepath.Glob(filepath.Join(dir, "fb_item_*.json"))
	if len(files) < 8 {
		t.Fatalf("%d recorded items", len(files))
	}
	s := feedstest.NewServer(t)
	var gone []string
	for i, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s.Page(fmt.Sprintf("/v0/item/%d.json", i), "application/json", string(body))
		deleted, err := New(feedstest.Door(t), s.URL, s.URL).deleted(t.Context(), strconv.Itoa(i))
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(file), err)
		}
		if deleted {
			gone = append(gone, filepath.Base(file))
		}
	}
	if want := []string{"fb_item_21501055.json"}; !slices.Equal(gone, want) {
		t.Errorf("deleted: %q", gone)
	}
}

func FuzzHit(f *testing.F) {
	f.Add([]byte(`{"objectID":"41","created_at_i":1796025600,"author":"cas","title":"Larkmeter 2","url":"https://larkmeter.example/2","points":9}`))
	f.Add([]byte(`{"objectID":"43","comment_text":"We use <i>Larkmeter</i>","story_id":42}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var h hit
		if json.Unmarshal(body, &h) != nil {
			return
		}
		if d := h.document(); strings.Contains(d.Title, "\n") || !strings.HasPrefix(d.URL, "https://news.ycombinator.com/item?id=") {
			t.Errorf("%+v", d)
		}
	})
}
