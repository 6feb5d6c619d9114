package youtube

import (
	"net/url"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

// track is one caption track of a video.
type track struct {
	BaseURL  string `json:"baseUrl"`
	Kind     string `json:"kind"`  // asr for automatic ones
	VssID    string `json:"vssId"` // ".en" for one that people wrote, "a.en" for an automatic one
	Language string `json:"languageCode"`
}

func (t track) automatic() bool { return t.Kind == "asr" || strings.HasPrefix(t.VssID, "a.") }

func (t track) origin() feeds.Origin {
	if t.automatic() {
		return feeds.Captions
	}
	return feeds.Publisher
}

// choose returns the track with the words that are spoken: one that people wrote before an automatic
// one. The automatic track is in the language of the video, so a written one in another language is a
// translation, which is not what was said: it is taken only where nothing tells the language.
func choose(tracks []track, language string) (track, bool) {
	tracks = slices.DeleteFunc(slices.Clone(tracks), func(t track) bool { return t.BaseURL == "" })
	if i := slices.IndexFunc(tracks, track.automatic); i >= 0 {
		language = tracks[i].Language
	}
	var best track
	found := false
	for _, t := range tracks {
		if language != "" && !sameLanguage(t.Language, language) {
			continue
		}
		if !found || best.automatic() && !t.automatic() {
			best, found = t, true
		}
	}
	return best, found
}

func sameLanguage(a, b string) bool {
	a, _, _ = strings.Cut(strings.ToLower(a), "-")
	b, _, _ = strings.Cut(strings.ToLower(b), "-")
	return a == b
}

func languages(tracks []track) string {
	var out []string
	for _, t := range tracks[:min(len(tracks), 20)] {
		if l := short(t.Language); l != "" && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return strings.Join(out, ", ")
}

// needsToken reports whether a track is only sent to players that prove what they are.
func needsToken(u *url.URL) bool {
	return strings.Contains(u.Query().Get("exp"), "xpe") || strings.Contains(u.Query().Get("exp"), "xpv")
}

// address returns where a track is fetched in a format. Tracks are at YouTube or at the configured
// endpoint; an address elsewhere is not followed.
func (c *Client) address(t track, format string) (*url.URL, bool) {
	u, err := url.Parse(t.BaseURL)
	if err != nil || u.Host != "" && !isYouTube(u.Hostname()) && !strings.EqualFold(u.Host, c.base.Host) {
		return nil, false
	}
	q := u.Query()
	q.Set("fmt", format)
	q.Del("xosf") // it damages positions
	q.Del("tlang")
	out := *c.base
	out.Path, out.RawQuery = strings.TrimSuffix(c.base.Path, "/")+u.Path, q.Encode()
	return &out, true
}
