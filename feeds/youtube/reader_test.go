package youtube

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/youtube/smalltube"
)

func (w *world) publish(n int) {
	for i := range n {
		w.Publish(smalltube.Video{ID: fmt.Sprintf("video%06d", i), Channel: larkmeter, Title: fmt.Sprintf("Talk %d & more <3", i), Notes: "0:00 Hello\n1:30 Reports\n9:00 Bye\nhttps://larkmeter.example",
			Published: w.at.Add(-time.Duration(i) * 24 * time.Hour), Duration: 600 + i})
	}
}

func (w *world) read(link string, at feeds.Position) (feeds.Batch, error) {
	return NewReader(w.client).Read(w.t.Context(), feeds.Source{ID: "s", Type: Type, URL: link}, at)
}

func TestAChannelIsFollowedByAnyOfItsAddresses(t *testing.T) {
	for _, link := range []string{
		"https://www.youtube.com/channel/" + larkmeter, "https://www.youtube.com/@larkmeter", "@larkmeter", "https://youtu.be/video000017", "https://www.youtube.com/watch?v=video000017&t=5",
		"https://www.youtube.com/playlist?list=UUlarkmeterlarkmeterlark",
	} {
		w := open(t)
		w.publish(18)
		b, err := w.read(link, nil)
		if err != nil {
			t.Errorf("%s: %v", link, err)
			continue
		}
		keys := []string{}
		for _, d := range b.Documents {
			keys = append(keys, d.Key)
		}
		byVideo := slices.Contains(keys, "video000017")
		if len(keys) != 15 && !(byVideo && len(keys) == 16) || keys[0] != "video000000" || b.Source.Title != "Larkmeter" {
			t.Errorf("%s: %q, title %q", link, keys, b.Source.Title)
		}
		d := b.Documents[0]
		if d.Title != "Talk 0 & more <3" || len(d.Chapters) != 3 || d.Chapters[1].Start != 90 || d.Author != "Larkmeter" || d.URL != "https://www.youtube.com/watch?v=video000000" || d.Kind != feeds.Video || d.Engagement.Views != 120 {
			t.Errorf("%+v", d.Document)
		}
		if last := b.Documents[len(b.Documents)-1]; byVideo && (last.Duration != 617 || last.Published.IsZero()) {
			t.Errorf("%s: %+v", link, last.Document)
		}
		w.Forget()
		if b, err = w.read(b.Source.URL, b.Position); err != nil || !b.NotModified || len(w.Asked()) != 1 {
			t.Errorf("%s: the second read %+v %v, asked %q", link, b, err, w.Asked())
		}
	}
}

// The feeds of living channels are missing for days: the list of the page is read then, whose rough dates
// don't replace exact ones.
func TestAMissingFeedIsNoDeath(t *testing.T) {
	for _, status := range []int{404, 500} {
		w := open(t)
		w.publish(3)
		first, err := w.read("https://www.youtube.com/channel/"+larkmeter, nil)
		if err != nil {
			t.Fatal(err)
		}
		w.FailFeeds(status)
		w.Publish(smalltube.Video{ID: "newnewnewne", Channel: larkmeter, Title: "New", Published: w.at.Add(-3 * time.Hour), Duration: 60})
		b, err := w.read(first.Source.URL, first.Position)
		if err != nil || len(b.Documents) != 1 || b.Documents[0].Key != "newnewnewne" || b.Documents[0].Duration != 60 || !feeds.HasWarning(b.Warnings, "youtube_feed_missing") {
			t.Fatalf("%d: %+v %v", status, b, err)
		}
		if off := b.Documents[0].Published.Sub(w.at.Add(-3 * time.Hour)).Abs(); off > 2*time.Hour {
			t.Errorf("published %s away from when it was", off)
		}
		w.Before(func(rw http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == "/youtubei/v1/browse" {
				http.Error(rw, "", http.StatusInternalServerError)
				return true
			}
			return false
		})
		_, err = w.read(first.Source.URL, b.Position)
		faulty(t, err, "youtube_list_missing", feeds.FaultTransient)
		w.Before(nil)
		w.FailFeeds(0)
		if b, err = w.read(first.Source.URL, b.Position); err != nil || len(b.Documents) != 4 || len(b.Warnings) > 0 {
			t.Errorf("%d: when the feed is back: %+v %v", status, b, err)
		}
	}
}

func TestAChannelThatIsNotThere(t *testing.T) {
	w := open(t)
	for _, link := range []string{"https://www.youtube.com/@nobody", "https://youtu.be/nobodynobod", "https://www.youtube.com/channel/UCnobodynobodynobodynobod"} {
		_, err := w.read(link, nil)
		faulty(t, err, "youtube_no_channel", feeds.FaultAbsent)
	}
}

func TestThePageAboutCookies(t *testing.T) {
	w := open(t)
	w.Before(func(rw http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/@larkmeter" {
			return false
		}
		if c, err := r.Cookie("SOCS"); err != nil || c.Value != "CAI" {
			t.Errorf("the question about cookies is not answered: %v", err)
		}
		_, _ = io.WriteString(rw, `<!DOCTYPE html><html><form action="https://consent.youtube.com/save" method="POST"><form action="https://consent.youtube.com/s"><input name="v" value="cb"></form></html>`)
		return true
	})
	_, err := w.read("@larkmeter", nil)
	faulty(t, err, "youtube_consent", feeds.FaultBlocked)
}

// While YouTube blocks this address, feeds are still read: they are meant for programs.
func TestFeedsAreReadDuringABreak(t *testing.T) {
	w := open(t)
	w.publish(1)
	_ = w.client.gate.block(t.Context(), &feeds.Fault{Code: "youtube_bot_check", Reason: ""})
	if b, err := w.read("https://www.youtube.com/channel/"+larkmeter, nil); err != nil || len(b.Documents) != 1 {
		t.Errorf("%+v %v", b, err)
	}
	_, err := w.read("@larkmeter", nil)
	faulty(t, err, "youtube_break", feeds.FaultBlocked)
}

func TestAddresses(t *testing.T) {
	for text, want := range map[string]string{
		"https://www.youtube.com/channel/" + larkmeter + "/videos":         "/channel/" + larkmeter,
		"m.youtube.com/@larkmeter/streams":                                 "/@larkmeter",
		"@larkmeter":                                                       "/@larkmeter",
		"https://www.youtube.com/c/Larkmeter":                              "/c/Larkmeter",
		"youtube.com/user/larkmeter":                                       "/user/larkmeter",
		"https://www.youtube.com/playlist?list=PLabcdefghijk":              "/playlist?list=PLabcdefghijk",
		"https://www.youtube.com/watch?v=aaaaaaaaaaa&list=PLabcdefghijk":   "/watch?v=aaaaaaaaaaa",
		"https://youtu.be/aaaaaaaaaaa?si=x":                                "/watch?v=aaaaaaaaaaa",
		"https://www.youtube.com/shorts/aaaaaaaaaaa":                       "/watch?v=aaaaaaaaaaa",
		"https://www.youtube.com/feeds/videos.xml?channel_id=" + larkmeter: "/channel/" + larkmeter,
		"https://www.youtube.com":                                          "",
		"https://www.youtube.com/watch":                                    "",
		"https://www.youtube.com/channel/UCshort":                          "",
		"https://youtube.com.evil.example/@larkmeter":                      "",
		"https://larkmeter.example/@larkmeter":                             "",
		"larkmeter":                                                        "",
		"@x@y.example":                                                     "",
		"https://www.youtube.com/results?search_query=larkmeter":           "",
		"https://www.youtube.com/playlist?list=../../etc":                  "",
	} {
		src, ok := Recognize(text)
		if ok != (want != "") || ok && src.URL != DefaultEndpoint+want {
			t.Errorf("%s: %q %v, want %q", text, src.URL, ok, want)
		}
	}
}

func TestLinkedChannels(t *testing.T) {
	page := `<a href="//www.youtube.com/@larkmeter">us</a> https://www.youtube.com/@Larkmeter, https://www.youtube.com/watch?v=aaaaaaaaaaa
		<link>https://www.youtube.com/channel/` + larkmeter + `</link> https://youtube.com.evil.example/@no https://m.youtube.com/c/Lark.`
	want := []string{DefaultEndpoint + "/@larkmeter", DefaultEndpoint + "/channel/" + larkmeter, DefaultEndpoint + "/c/Lark"}
	if got := Linked([]byte(page)); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestClientsOfTheConfiguration(t *testing.T) {
	for text, want := range map[string]player{
		"ANDROID 21.26.364": {"ANDROID", 3, "21.26.364"}, "VISIONOS 1.02": {"VISIONOS", 101, "1.02"}, "TVLITE/75 2": {"TVLITE", 75, "2"},
		"ANDROID": {}, "TVLITE 2": {}, "android 1": {}, "IOS 1\r\nX: y": {}, "": {},
	} {
		if got, err := parseClient(text); got != want && err == nil || (err == nil) != (want != player{}) {
			t.Errorf("%q: %+v %v", text, got, err)
		}
	}
}

func FuzzFeed(f *testing.F) {
	f.Add([]byte(`<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns="http://www.w3.org/2005/Atom"><yt:channelId>x</yt:channelId><entry><yt:videoId>aaaaaaaaaaa</yt:videoId></entry></feed>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := parseFeed(b)
		for _, v := range l.videos {
			if d := v.document(""); err == nil && !videoID.MatchString(d.Key) {
				t.Errorf("%+v", d)
			}
		}
	})
}

func FuzzAnswers(f *testing.F) {
	f.Add([]byte(`{"videoRenderer":{"videoId":"aaaaaaaaaaa","title":{"runs":[{"text":"x"}]},"publishedTimeText":{"simpleText":"3 days ago"}}}`), "0:00 a\n1:00 b\n2:00 c")
	f.Fuzz(func(t *testing.T, b []byte, notes string) {
		var v any
		if json.Unmarshal(b, &v) == nil {
			parseBrowse(v, time.Now())
		}
		var a answer
		_ = json.Unmarshal(b, &a)
		choose(a.Captions.List.Tracks, "en")
		videoOf(playerStart + string(b))
		Linked(b)
		for i, c := range chaptersIn(notes) {
			if i == 0 && c.Start != 0 {
				t.Errorf("%+v", c)
			}
		}
	})
}
