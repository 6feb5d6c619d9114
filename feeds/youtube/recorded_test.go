package youtube

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds"
)

// What YouTube really answered, as other projects recorded it.
func TestRecordedAnswers(t *testing.T) {
	data := os.Getenv("NAMEDROP_TESTDATA")
	if data == "" {
		t.Skip("NAMEDROP_TESTDATA is not set")
	}
	file := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join(data, "sources", "youtube", name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for name, tt := range map[string]struct{ id, code, captions string }{
		"youtube.innertube.json":                      {"GJLlxj_dtq8", "", "captions_sample_handmade.json3"},
		"youtube_altered_user_agent.innertube.json":   {"GJLlxj_dtq8", "", "rolling_auto_handmade.vtt"},
		"youtube_age_restricted.innertube.json":       {"Njp5uhTorCo", "youtube_age", ""},
		"youtube_po_token_required.innertube.json":    {"GJLlxj_dtq8", "youtube_token", ""},
		"youtube_request_blocked.innertube.json":      {"Njp5uhTorCo", "youtube_bot_check", ""},
		"youtube_transcripts_disabled.innertube.json": {"dsMFmonKDD4", "youtube_no_captions", ""},
		"youtube_video_unavailable.innertube.json":    {"Njp5uhTorCo", "youtube_unavailable", ""},
	} {
		t.Run(strings.TrimSuffix(name, ".innertube.json"), func(t *testing.T) {
			w := open(t)
			w.AnswerPlayers(func(string, string) string { return string(file(name)) })
			language := ""
			w.Before(func(rw http.ResponseWriter, r *http.Request) bool {
				if r.URL.Path != "/api/timedtext" {
					return false
				}
				language = r.FormValue("lang")
				_, _ = rw.Write(file(tt.captions))
				return true
			})
			got, err := w.fill(video{id: tt.id, published: w.at}.document(""), nil)
			if code, _ := feeds.CodeOf(err); code != tt.code || (tt.code == "") != got.HasText() {
				t.Errorf("%v, want %q", err, tt.code)
			}
			if tt.code == "" && language != "en" {
				t.Errorf("captions in %q were taken", language)
			}
		})
	}
	l, err := parseFeed(file("channel_feed_older.xml"))
	if err != nil || len(l.videos) < 5 || l.title != "Google" || l.channel != "UCK8sQmJBp8GCxrOtXWBpyEA" || l.videos[0].published.Year() != 2015 {
		t.Errorf("%+v %v", l, err)
	}
	if v, channel := videoOf(string(file("youtube_watch.html"))); v.id != "GJLlxj_dtq8" || channel != "UCVYamHliCI9rw1tHR1xbkfw" || v.duration != 316 || v.published.IsZero() {
		t.Errorf("%+v of %q", v, channel)
	}
	w := open(t)
	w.Before(func(rw http.ResponseWriter, _ *http.Request) bool {
		_, _ = rw.Write(file("youtube_consent_page.html"))
		return true
	})
	_, err = w.client.page(t.Context(), "/@larkmeter")
	faulty(t, err, "youtube_consent", feeds.FaultBlocked)
}
