package lookup

import (
	"context"
	"crypto/sha1" //nolint:gosec // Podcast Index asks for it
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/plain"
)

// DefaultPodcastIndex is the base address of the Podcast Index.
const DefaultPodcastIndex = "https://api.podcastindex.org/api/1.0"

// Index is access to the Podcast Index, a free directory. Without a key it isn't asked.
type Index struct {
	Base   string // DefaultPodcastIndex when empty
	Key    string
	Secret feeds.Secret
}

func (i Index) on() bool { return i.Key != "" && i.Secret != "" }

// indexed asks the Podcast Index.
func (f *Finder) indexed(ctx context.Context, path string, query url.Values) ([]Candidate, error) {
	now := strconv.FormatInt(f.Now().Unix(), 10)
	sum := sha1.Sum([]byte(f.Index.Key + f.Index.Secret.Reveal() + now)) //nolint:gosec // as above
	resp, err := f.Apple.Get(ctx, fetch.Request{URL: f.Index.Base + path + "?" + query.Encode(), Accept: "application/json", MaxBytes: maxPage,
		Header: http.Header{"X-Auth-Key": {f.Index.Key}, "X-Auth-Date": {now}, "Authorization": {hex.EncodeToString(sum[:])}}})
	if status := fetch.AnswerOf(err).Status; status == http.StatusUnauthorized || status == http.StatusForbidden {
		return nil, &feeds.Fault{Kind: feeds.FaultCredentials, Code: "podcast_index_key", Reason: "The Podcast Index refused the key",
			Help: "Check podcast_index.key and podcast_index.secret, and this machine's clock.", Err: err}
	}
	if err != nil {
		return nil, err
	}
	return parseIndex(resp.Body)
}

// parseIndex reads a list of shows, or the one show of a look-up. A show that isn't there may come as
// an empty list, and ids may be null.
func parseIndex(body []byte) ([]Candidate, error) {
	type show struct {
		Title  string `json:"title"`
		URL    string `json:"url"`
		Link   string `json:"link"`
		Author string `json:"author"`
		Image  string `json:"image"`
		Dead   int    `json:"dead"`
		Count  int    `json:"episodeCount"`
		Newest int64  `json:"newestItemPubdate"`
	}
	var answer struct {
		Feeds []json.RawMessage `json:"feeds"`
		Feed  json.RawMessage   `json:"feed"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, &feeds.Fault{Kind: feeds.FaultTransient, Code: "podcast_index_unreadable", Reason: "The Podcast Index sent an answer that can't be read",
			Help: "Try again later, or enter the address of the show's feed or site.", Err: err}
	}
	var out []Candidate
	for _, raw := range append(answer.Feeds, answer.Feed) {
		var s show
		if len(raw) == 0 || json.Unmarshal(raw, &s) != nil || s.Dead != 0 {
			continue
		}
		u, err := url.Parse(strings.TrimSpace(s.URL))
		if err != nil || u.Host == "" || u.User != nil || (u.Scheme != "http" && u.Scheme != "https") {
			continue
		}
		c := Candidate{URL: u.String(), Type: feeds.PodcastSource, Name: plain.Line(s.Title), Author: plain.Line(s.Author), Site: s.Link, Image: s.Image,
			Items: max(0, s.Count), Directory: "Podcast Index"}
		if s.Newest > 0 && s.Newest < 1<<40 {
			c.Latest = time.Unix(s.Newest, 0).UTC()
		}
		if out = append(out, c); len(out) == maxShows {
			break
		}
	}
	return out, nil
}

// joined adds to the shows of one directory those that only the other has.
func joined(shows, more []Candidate) []Candidate {
	seen := map[string]bool{}
	for _, c := range shows {
		seen[sameFeed(c.URL)] = true
	}
	for _, c := range more {
		if !seen[sameFeed(c.URL)] {
			seen[sameFeed(c.URL)] = true
			shows = append(shows, c)
		}
	}
	return shows[:min(len(shows), maxShows)]
}

// sameFeed is equal for two spellings of a feed's address.
func sameFeed(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	return strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(rest, "www."), "/"))
}

// letters returns the letters and digits of a text in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
