package lookup

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"regexp"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/plain"
)

// DefaultSpotify is the base address of Spotify's oEmbed answers, which name the show of a link.
const DefaultSpotify = "https://open.spotify.com"

var spotifyShow = regexp.MustCompile(`^/(?:intl-[a-z-]{2,8}/)?(?:embed/)?(show|episode)/([A-Za-z0-9]{10,40})/?$`)

// spotifyLink returns the canonical link of a show or an episode on Spotify, or "".
func spotifyLink(query string) string {
	if rest, ok := strings.CutPrefix(query, "spotify:"); ok { // spotify:show:ID, as the player copies it
		query = "https://open.spotify.com/" + strings.ReplaceAll(rest, ":", "/")
	}
	u := asAddress(query)
	if u == nil || !strings.EqualFold(u.Hostname(), "open.spotify.com") {
		return ""
	}
	m := spotifyShow.FindStringSubmatch(u.Path)
	if m == nil {
		return ""
	}
	return "https://open.spotify.com/" + m[1] + "/" + m[2]
}

// bySpotify asks Spotify for the name behind a link and looks for a show of that name. Spotify tells
// no feed, so only shows of exactly that name are offered.
func (f *Finder) bySpotify(ctx context.Context, link string) ([]Candidate, error) {
	if strings.Contains(link, "/episode/") {
		return nil, absent("spotify_episode", "", "This is the link of one episode on Spotify", "Enter the link of the show, or the show's name.")
	}
	resp, err := f.Apple.Get(ctx, fetch.Request{URL: f.Spotify + "/oembed?" + url.Values{"url": {link}}.Encode(), Accept: "application/json", MaxBytes: 1 << 20})
	if fetch.AnswerOf(err).Status == 404 {
		return nil, absent("spotify_unknown_link", "", "Spotify has no show at this link", "Check the link, or search for the show by its name.")
	}
	var e *feeds.Fault
	if errors.As(err, &e) {
		return nil, &feeds.Fault{Kind: feeds.FaultTransient, Host: e.Host, RetryAfter: e.RetryAfter, Err: err,
			Code: "spotify_unreachable", Reason: "Spotify could not be asked for the show's name", Help: "Enter the show's name, or the address of its feed or site."}
	}
	if err != nil {
		return nil, err
	}
	title, err := parseSpotify(resp.Body)
	if err != nil {
		return nil, err
	}
	found, err := f.byName(ctx, title)
	if err != nil {
		return nil, err
	}
	var same []Candidate
	for _, c := range found {
		if sameTitle(c.Name, title) {
			c.Understood = AsSpotify
			same = append(same, c)
		}
	}
	if len(same) == 0 {
		e := absent("spotify_no_feed", "", "No public feed was found of "+title, "Some shows are on Spotify only. The show's own site may have a feed.")
		e.Params = map[string]string{"name": title}
		return nil, e
	}
	return same, nil
}

// parseSpotify returns the title in an oEmbed answer.
func parseSpotify(body []byte) (string, error) {
	var answer struct {
		Title string `json:"title"`
	}
	err := json.Unmarshal(body, &answer)
	title := plain.Line(answer.Title)
	if err != nil || title == "" || len(title) > 500 {
		return "", &feeds.Fault{Kind: feeds.FaultTransient, Err: err, Code: "spotify_unreachable",
			Reason: "Spotify could not be asked for the show's name", Help: "Enter the show's name, or the address of its feed or site."}
	}
	return title, nil
}

// sameTitle reports whether two titles have the same letters and digits.
func sameTitle(a, b string) bool { return letters(a) == letters(b) && letters(a) != "" }
