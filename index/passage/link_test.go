package passage_test

import (
	"math"
	"net/url"
	"testing"

	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index/passage"
)

func TestLinkOfEachNetwork(t *testing.T) {
	for _, c := range []struct {
		name, network, page, audio string
		kind                       feeds.Kind
		second                     float64
		want                       string
	}{
		{"a podcast's recording", "", "https://show.example/1", "https://cdn.example/1.mp3", feeds.Podcast, 75.9, "https://cdn.example/1.mp3#t=75"},
		{"a recording with a fragment", "", "", "https://cdn.example/1.mp3#x", feeds.Podcast, 75, "https://cdn.example/1.mp3#t=75"},
		{"a podcast from its beginning", "", "https://show.example/1", "https://cdn.example/1.mp3", feeds.Podcast, 0, "https://cdn.example/1.mp3#t=0"},
		{"a podcast without a recording", "", "https://show.example/1", "", feeds.Podcast, 75, "https://show.example/1"},
		{"a podcast without any address", "", "", "", feeds.Podcast, 75, ""},
		{"a video with a recording alone", "", "", "https://cdn.example/1.mp4", feeds.Video, 75, "https://cdn.example/1.mp4#t=75"},
		{"YouTube", "youtube", "https://www.youtube.com/watch?v=abc", "", feeds.Video, 75, "https://www.youtube.com/watch?t=75&v=abc"},
		{"YouTube with a second already", "youtube", "https://www.youtube.com/watch?v=abc&t=3", "", feeds.Video, 75, "https://www.youtube.com/watch?t=75&v=abc"},
		{"YouTube on a phone", "", "https://m.youtube.com/watch?v=abc", "", feeds.Video, 75, "https://m.youtube.com/watch?t=75&v=abc"},
		{"YouTube, short", "", "https://youtu.be/abc", "", feeds.Video, 75, "https://youtu.be/abc?t=75"},
		{"YouTube by another host", "youtube", "https://proxy.example/abc", "", feeds.Video, 75, "https://proxy.example/abc?t=75"},
		{"a name that ends like YouTube", "", "https://notyoutube.com/abc", "", feeds.Video, 75, "https://notyoutube.com/abc#t=75"},
		{"Twitch", "", "https://www.twitch.tv/videos/1", "", feeds.Video, 3675, "https://www.twitch.tv/videos/1?t=3675s"},
		{"Vimeo", "", "https://vimeo.com/1", "", feeds.Video, 75, "https://vimeo.com/1#t=75s"},
		{"any video", "", "https://tube.example/1", "", feeds.Video, 75, "https://tube.example/1#t=75"},
		{"a video from its beginning", "", "https://tube.example/1", "", feeds.Video, .4, "https://tube.example/1"},
		{"a post", "", "https://post.example/1#top", "", feeds.Post, 75, "https://post.example/1#top"},
		{"an address that can't be parsed", "", "https://tube.example/%zz", "", feeds.Video, 75, "https://tube.example/%zz"},
		{"before the beginning", "", "", "https://cdn.example/1.mp3", feeds.Podcast, -5, "https://cdn.example/1.mp3#t=0"},
		{"no number", "", "", "https://cdn.example/1.mp3", feeds.Podcast, math.NaN(), "https://cdn.example/1.mp3#t=0"},
	} {
		if got := passage.At(c.kind, c.network, c.page, c.audio, c.second); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// A link keeps the host and the path of the address it is made of.
func TestLinksStayOnTheirHost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		page := "https://" + rapid.SampledFrom([]string{"www.youtube.com", "youtu.be", "vimeo.com", "twitch.tv", "tube.example:8080"}).Draw(t, "host") +
			rapid.StringMatching(`/[a-z0-9/]{0,12}(\?[a-z]=[a-z0-9%&=]{0,5})?(#[a-z]{1,3})?`).Draw(t, "path")
		was, err := url.Parse(page)
		if err != nil {
			return
		}
		got, err := url.Parse(passage.At(feeds.Video, "", page, "", rapid.Float64Range(0, 1e6).Draw(t, "second")))
		if err != nil || got.Host != was.Host || got.Path != was.Path || got.Scheme != was.Scheme {
			t.Fatalf("%s became %v (%v)", page, got, err)
		}
	})
}
