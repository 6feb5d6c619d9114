package lookup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/plain"
)

// maxShows is how many shows a search by name offers.
const maxShows = 20

var appleNumber = regexp.MustCompile(`/id(\d{4,})`)

// appleID returns the show's number from an Apple Podcasts link, or "".
func appleID(query string) string {
	u, err := url.Parse(query)
	if err != nil {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	if host == "" { // without a scheme
		if u, err = url.Parse("https://" + query); err != nil {
			return ""
		}
		host = strings.ToLower(u.Hostname())
	}
	if host != "podcasts.apple.com" && host != "itunes.apple.com" && host != "geo.itunes.apple.com" {
		return ""
	}
	if m := appleNumber.FindStringSubmatch(u.Path); m != nil {
		return m[1]
	}
	return ""
}

func (f *Finder) byAppleID(ctx context.Context, id string) ([]Candidate, error) {
	found, private, err := f.itunes(ctx, "/lookup", url.Values{"id": {id}, "entity": {"podcast"}})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 && f.Index.on() { // the other directory may know the feed
		if more, err := f.indexed(ctx, "/podcasts/byitunesid", url.Values{"id": {id}}); err == nil {
			found = more
		}
	}
	if len(found) == 0 && private {
		return nil, absent("directory_no_public_feed", "", "Apple lists no public feed for this show",
			"It may be sold through Apple only. The show's own site may have a feed.")
	}
	if len(found) == 0 {
		return nil, absent("directory_unknown_link", "", "Apple has no show at this link", "Check the link, or search for the show by its name.")
	}
	found[0].Understood = AsApple
	return found[:1], nil
}

func (f *Finder) byName(ctx context.Context, name string) ([]Candidate, error) {
	found, _, err := f.itunes(ctx, "/search", url.Values{
		"term": {name}, "media": {"podcast"}, "entity": {"podcast"}, "country": {f.Country}, "limit": {strconv.Itoa(maxShows)},
	})
	if f.Index.on() {
		more, indexErr := f.indexed(ctx, "/search/byterm", url.Values{"q": {name}, "max": {strconv.Itoa(maxShows)}})
		switch {
		case indexErr == nil && len(more) > 0:
			found, err = joined(found, more), nil // one directory that answers is enough
		case indexErr != nil && len(found) == 0 && err == nil:
			err = indexErr
		}
	}
	if err != nil {
		return nil, err
	}
	for i := range found {
		found[i].Understood = AsName
	}
	if len(found) == 0 {
		f := absent("directory_no_show", "", fmt.Sprintf("No show called %q was found", name), "Try fewer words, or enter the address of the feed or the site.")
		f.Params = map[string]string{"name": name}
		return nil, f
	}
	return found, nil
}

// itunes returns the shows of Apple's answer that have a feed; private is set if some had none.
func (f *Finder) itunes(ctx context.Context, path string, query url.Values) (found []Candidate, private bool, err error) {
	resp, err := f.Apple.Get(ctx, fetch.Request{URL: f.ITunes + path + "?" + query.Encode(), Accept: "application/json", MaxBytes: maxPage})
	if err != nil {
		var e *feeds.Fault
		if errors.As(err, &e) && fetch.AnswerOf(err).Status == http.StatusForbidden {
			// Apple answers 403 to more than about twenty requests a minute.
			return nil, false, &feeds.Fault{Kind: feeds.FaultThrottled, Host: e.Host, RetryAfter: time.Minute, Err: err,
				Code: "directory_busy", Reason: "Apple's podcast directory has had too many requests", Help: "Try again in a minute, or enter the address of the show's feed or site."}
		}
		return nil, false, unreached(err)
	}
	return parseITunes(resp.Body)
}

// unreached returns a fault that names Apple's directory: the user entered a name or a link and
// does not know which host was asked.
func unreached(err error) error {
	var e *feeds.Fault
	if !errors.As(err, &e) {
		return fmt.Errorf("searching Apple's podcast directory: %w", err)
	}
	return &feeds.Fault{Kind: feeds.FaultTransient, Host: e.Host, RetryAfter: e.RetryAfter, Err: err,
		Code: "directory_unreachable", Reason: "Apple's podcast directory could not be reached (" + lowerFirst(e.Reason) + ")",
		Help: "Try again later, or enter the address of the show's feed or site."}
}

func lowerFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[size:]
}

func parseITunes(body []byte) (found []Candidate, private bool, err error) {
	var answer struct {
		Results []struct {
			Kind        string `json:"kind"`
			WrapperType string `json:"wrapperType"`
			Collection  string `json:"collectionName"`
			Artist      string `json:"artistName"`
			FeedURL     string `json:"feedUrl"`
			View        string `json:"collectionViewUrl"`
			Artwork     string `json:"artworkUrl600"`
			Tracks      int    `json:"trackCount"`
			Released    string `json:"releaseDate"`
		} `json:"results"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, false, &feeds.Fault{Kind: feeds.FaultTransient, Code: "directory_unreadable", Reason: "Apple's podcast directory sent an answer that can't be read",
			Help: "Try again later, or enter the address of the show's feed or site.", Err: err}
	}
	for _, r := range answer.Results {
		if r.WrapperType == "podcastEpisode" || (r.Kind != "" && r.Kind != "podcast") {
			continue
		}
		u, err := url.Parse(strings.TrimSpace(r.FeedURL))
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") {
			private = true
			continue
		}
		c := Candidate{URL: u.String(), Type: feeds.PodcastSource, Name: plain.Line(r.Collection), Author: plain.Line(r.Artist),
			Site: r.View, Image: r.Artwork, Items: r.Tracks, Directory: "Apple Podcasts"}
		if t, err := time.Parse(time.RFC3339, r.Released); err == nil {
			c.Latest = t.UTC()
		}
		found = append(found, c)
	}
	return found, private, nil
}
