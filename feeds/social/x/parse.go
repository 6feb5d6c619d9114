package x

import (
	"encoding/json"
	"html"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/plain"
	"github.com/namedrop/namedrop/feeds/social/timeline"
	"github.com/namedrop/namedrop/feeds/social/xpost"
)

const maxText = 64 << 10

var (
	idForm   = regexp.MustCompile(`^[0-9]{1,19}$`)
	userForm = regexp.MustCompile(`^[A-Za-z0-9_]{1,30}$`)
)

type answer struct {
	Data     json.RawMessage `json:"data"`
	Includes struct {
		Users []struct {
			ID       string `json:"id"`
			Username string `json:"username"`
			Name     string `json:"name"`
		} `json:"users"`
	} `json:"includes"`
	Errors []struct {
		Title string `json:"title"`
	} `json:"errors"`
	Meta *struct {
		Newest string `json:"newest_id"`
		Next   string `json:"next_token"`
		Count  *int   `json:"result_count"`
	} `json:"meta"`
}

type post struct {
	ID           string    `json:"id"`
	Text         string    `json:"text"`
	Created      time.Time `json:"created_at"`
	Author       string    `json:"author_id"`
	Language     string    `json:"lang"`
	Conversation string    `json:"conversation_id"`
	Note         *struct {
		Text string `json:"text"`
	} `json:"note_tweet"` // the whole text of a long post
	Metrics struct {
		Likes   int64 `json:"like_count"`
		Reposts int64 `json:"retweet_count"`
		Quotes  int64 `json:"quote_count"`
		Replies int64 `json:"reply_count"`
	} `json:"public_metrics"`
	Entities struct {
		URLs []struct {
			Expanded string `json:"expanded_url"`
			Title    string `json:"title"`
			About    string `json:"description"`
		} `json:"urls"`
	} `json:"entities"`
	References []struct {
		Type string `json:"type"`
	} `json:"referenced_tweets"`
}

// page is one page of a search.
type page struct {
	posts    []feeds.Item
	newest   string
	next     string
	warnings []feeds.Warning
}

// parse reads an answer of the search.
func parse(body []byte) (page, error) {
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return page{}, err
	}
	if a.Meta == nil || a.Meta.Count == nil && len(a.Data) == 0 {
		return page{}, errShape
	}
	var posts []post
	if len(a.Data) > 0 {
		if err := json.Unmarshal(a.Data, &posts); err != nil {
			return page{}, err
		}
	}
	var p page
	if idForm.MatchString(a.Meta.Newest) {
		p.newest = a.Meta.Newest
	}
	if len(a.Meta.Next) <= 1000 {
		p.next = a.Meta.Next
	}
	users := map[string][2]string{}
	for _, u := range a.Includes.Users {
		if userForm.MatchString(u.Username) {
			users[u.ID] = [2]string{u.Username, u.Name}
		}
	}
	seen, left := map[string]bool{}, 0
	for _, t := range posts {
		if seen[t.ID] {
			continue
		}
		seen[t.ID] = true
		d, ok := t.document(users[t.Author])
		if !ok {
			left++
			continue
		}
		p.posts = append(p.posts, feeds.Item{Document: d})
	}
	if left += len(a.Errors); left > 0 {
		p.warnings = append(p.warnings, feeds.Warn("posts_left_out", "Posts that X did not send whole were left out: {n}.", "n", strconv.Itoa(left)))
	}
	return p, nil
}

func (t post) document(author [2]string) (feeds.Document, bool) {
	if known, ok := xpost.Opens("https://x.com/i/status/" + t.ID); ok && t.Created.IsZero() {
		t.Created = known.Published // the number holds it
	}
	year := t.Created.UTC().Year()
	if !idForm.MatchString(t.ID) || year < 2006 || year > 9000 {
		return feeds.Document{}, false
	}
	for _, r := range t.References {
		if r.Type == "retweeted" {
			return feeds.Document{}, false
		}
	}
	text := t.Text
	if t.Note != nil && t.Note.Text != "" {
		text = t.Note.Text
	}
	lines := []string{html.UnescapeString(text)}
	for _, u := range t.Entities.URLs[:min(len(t.Entities.URLs), 20)] {
		lines = append(lines, timeline.WebAddress(u.Expanded), u.Title, u.About)
	}
	var kept []string
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			kept = append(kept, l)
		}
	}
	d := feeds.Document{
		ID: feeds.DocumentID(Network, t.ID), Kind: feeds.Post, Network: Network, Key: t.ID, URL: "https://x.com/i/status/" + t.ID,
		Published: t.Created.UTC(), Origin: feeds.Publisher, Text: timeline.Clip(strings.Join(kept, "\n"), maxText),
		Engagement: feeds.Engagement{Likes: max(t.Metrics.Likes, 0), Reposts: max(t.Metrics.Reposts, 0) + max(t.Metrics.Quotes, 0), Replies: max(t.Metrics.Replies, 0)},
	}
	if author[0] != "" {
		d.Handle, d.Author, d.URL = "@"+author[0], plain.Line(author[1]), "https://x.com/"+author[0]+"/status/"+t.ID
	}
	if t.Language != "und" && !strings.HasPrefix(t.Language, "q") {
		d.Language = timeline.Clip(t.Language, 35)
	}
	if idForm.MatchString(t.Conversation) && t.Conversation != t.ID {
		d.Thread = t.Conversation
	}
	d.Limit()
	d.Revision = d.ComputeRevision()
	return d, true
}

// costOf returns what an answer costs at list price. An answer that can't be read costs the most: X charged for it.
func costOf(body []byte) int64 {
	var a struct {
		Data     []json.RawMessage `json:"data"`
		Includes struct {
			Users []json.RawMessage `json:"users"`
		} `json:"includes"`
	}
	if json.Unmarshal(body, &a) != nil {
		return 1 << 40
	}
	return int64(len(a.Data))*pricePost + int64(len(a.Includes.Users))*priceUser
}
