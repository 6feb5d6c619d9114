package mastodon

import (
	"regexp"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/plain"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

// idForm is the form of ids: numbers on Mastodon, letters and digits elsewhere.
var idForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,100}$`)

// status is a post. Other software than Mastodon leaves fields out.
type status struct {
	ID         string    `json:"id"`
	Created    time.Time `json:"created_at"`
	URI        string    `json:"uri"` // the same on all servers
	URL        string    `json:"url"`
	Visibility string    `json:"visibility"`
	Language   string    `json:"language"`
	Spoiler    string    `json:"spoiler_text"`
	Content    string    `json:"content"`
	Reblog     *struct{} `json:"reblog"`
	Likes      int64     `json:"favourites_count"`
	Reposts    int64     `json:"reblogs_count"`
	Replies    int64     `json:"replies_count"`
	Account    struct {
		Acct        string `json:"acct"` // without a host for accounts of this server
		DisplayName string `json:"display_name"`
		Note        string `json:"note"`
		NoIndex     bool   `json:"noindex"`
	} `json:"account"`
	Card *struct {
		Title       string `json:"title"`
		Description string `json:"description"`
		URL         string `json:"url"`
	} `json:"card"`
	Media []struct {
		Description string `json:"description"`
	} `json:"media_attachments"`
	Poll *struct {
		Options []struct {
			Title string `json:"title"`
		} `json:"options"`
	} `json:"poll"`
}

var (
	noBot = regexp.MustCompile(`(?i)(^|[^\pL\pN])#?nobot([^\pL\pN]|$)`)
	// href is the address of a link that is not a mention or a hashtag. Of long ones the text shows a part only.
	link = regexp.MustCompile(`<a\s[^>]*>`)
	href = regexp.MustCompile(`\shref="([^"]{1,1000})"`)
	// hidden are the halves of addresses that are kept out of sight, and what stands for them.
	span = regexp.MustCompile(`<span class="(?:invisible|ellipsis)">([^<]*)</span>`)
)

// document converts a post of the server at base. It reports false for posts that aren't public, for boosts, and
// for those of people who ask not to be indexed or read by programs.
func (s status) document(base string) (feeds.Document, bool) {
	public := s.Visibility == "" || s.Visibility == "public" || s.Visibility == "unlisted"
	if !public || s.Reblog != nil || !idForm.MatchString(s.ID) || s.Account.NoIndex || noBot.MatchString(plain.FromHTML(timeline.Clip(s.Account.Note, 8<<10))) {
		return feeds.Document{}, false
	}
	key := s.URI
	if key == "" || len(key) > 1000 {
		key = base + "/statuses/" + s.ID
	}
	handle := plain.Line(s.Account.Acct)
	if handle != "" && !strings.Contains(handle, "@") {
		handle += "@" + timeline.Host(base)
	}
	d := feeds.Document{
		Key: key, URL: timeline.WebAddress(s.URL), Author: plain.Line(s.Account.DisplayName), Language: timeline.Clip(s.Language, 35),
		Published: s.Created, Text: s.words(),
		Engagement: feeds.Engagement{Likes: max(s.Likes, 0), Reposts: max(s.Reposts, 0), Replies: max(s.Replies, 0)},
	}
	if handle != "" {
		d.Handle = "@" + handle
	}
	return d, true
}

// words returns the text with what a reader sees beside it: the warning before it, the card of a link, the
// descriptions of images, the answers of a poll, and the full addresses of links.
func (s status) words() string {
	content := timeline.Clip(s.Content, 256<<10)
	lines := []string{plain.FromHTML(s.Spoiler), plain.FromHTML(span.ReplaceAllString(content, "$1"))}
	add := func(text string) {
		text = strings.TrimSpace(timeline.Clip(text, 4<<10))
		if text != "" && len(lines) < 64 && !strings.Contains(strings.Join(lines, "\n"), text) {
			lines = append(lines, text)
		}
	}
	for _, tag := range link.FindAllString(content, 64) {
		if m := href.FindStringSubmatch(tag); m != nil && !strings.Contains(tag, "mention") && !strings.Contains(tag, "hashtag") {
			add(timeline.WebAddress(plain.FromHTML(m[1])))
		}
	}
	if s.Card != nil {
		add(plain.Line(s.Card.Title))
		add(plain.Tidy(s.Card.Description))
		add(timeline.WebAddress(s.Card.URL))
	}
	for _, m := range s.Media {
		add(plain.Tidy(m.Description))
	}
	if s.Poll != nil {
		for _, o := range s.Poll.Options {
			add(plain.Line(o.Title))
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
