package mastodon

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

const (
	perPage  = 40
	maxPages = 50
)

// Reader reads timelines and searches. It keeps no state between reads.
type Reader struct {
	door     *fetch.Door
	accounts feeds.Accounts
}

// New returns a reader over the door. Without accounts, sources have tokens of their own or none.
func New(door *fetch.Door, accounts feeds.Accounts) *Reader { return &Reader{door, accounts} }

// server is the server of one source, with its token.
type server struct {
	door  *fetch.Door
	list  list
	token feeds.Secret
}

// Read implements [feeds.Reader].
func (r *Reader) Read(ctx context.Context, src feeds.Source, at feeds.Position) (feeds.Batch, error) {
	l, ok := parse(src.URL, src.Query)
	if !ok {
		return feeds.Batch{}, timeline.Unreadable(src.URL, name, nil, nil)
	}
	token, err := r.tokenOf(ctx, src, l.base)
	if err != nil {
		return feeds.Batch{}, err
	}
	s := server{r.door, l, token}
	b, err := timeline.List{Network: Network, Pages: maxPages, Page: s.page, Deleted: s.deleted}.Read(ctx, at)
	if err == nil && at == nil && len(b.Documents) == 0 && l.tag != "" {
		b.Fault = s.closed(ctx)
	}
	return b, err //nolint:wrapcheck // Read of a list says what it was reading
}

// page reads the newest posts, or those before the id that is the cursor.
func (s server) page(ctx context.Context, cursor string) (timeline.Page, error) {
	q := url.Values{"limit": {strconv.Itoa(perPage)}}
	if cursor != "" {
		q.Set("max_id", cursor)
	}
	path := "/api/v1/timelines/tag/" + url.PathEscape(s.list.tag)
	if s.list.query != "" {
		path = "/api/v2/search"
		q.Set("q", s.list.query)
		q.Set("type", "statuses")
	}
	var raw json.RawMessage
	req := s.request(path + "?" + q.Encode())
	resp, err := timeline.JSON(ctx, s.door, req, name, &raw)
	if err != nil {
		return timeline.Page{}, s.explain(err)
	}
	statuses := []status{}
	if s.list.query == "" {
		err = json.Unmarshal(raw, &statuses)
	} else {
		var found struct {
			Statuses *[]status `json:"statuses"`
		}
		if err = json.Unmarshal(raw, &found); err == nil && found.Statuses == nil {
			return timeline.Page{}, timeline.Unreadable(req.URL, name, raw, nil)
		} else if err == nil {
			statuses = *found.Statuses
		}
	}
	if err != nil || string(raw) == "null" {
		return timeline.Page{}, timeline.Unreadable(req.URL, name, raw, err)
	}
	p := timeline.Page{IDs: map[string]string{}}
	for _, st := range statuses {
		if d, ok := st.document(s.list.base); ok {
			p.Posts = append(p.Posts, d)
			p.IDs[d.Key] = st.ID
		}
	}
	// A server that hides some posts of a page sends a short one although there are more: its link says so.
	if n := len(statuses); n > 0 && (n >= perPage || strings.Contains(resp.Header.Get("Link"), `rel="next"`)) && idForm.MatchString(statuses[n-1].ID) {
		p.Next = statuses[n-1].ID
	}
	return p, nil
}

func (s server) request(path string) fetch.Request {
	req := fetch.Request{URL: s.list.base + path}
	if s.token != "" {
		req.Header = http.Header{"Authorization": {"Bearer " + s.token.Reveal()}}
	}
	return req
}

// deleted looks up a post on the server where it was read, by its id there.
func (s server) deleted(ctx context.Context, id string) (bool, error) {
	_, err := s.door.Get(ctx, s.request("/api/v1/statuses/"+url.PathEscape(id)))
	return timeline.IsDeleted(err)
}

// closed returns what is wrong with a server whose timeline is empty: some answer that way where they have closed it.
func (s server) closed(ctx context.Context) error {
	var instance struct {
		Configuration struct {
			Access struct {
				Hashtags struct{ Local, Remote string } `json:"hashtag_feeds"`
			} `json:"timelines_access"`
		} `json:"configuration"`
	}
	if _, err := timeline.JSON(ctx, s.door, s.request("/api/v2/instance"), name, &instance); err != nil {
		return nil // older servers have none, and then nothing is known
	}
	switch a := instance.Configuration.Access.Hashtags; {
	case a.Local == "disabled" && a.Remote == "disabled":
		return &feeds.Fault{
			Kind: feeds.FaultBlocked, Host: timeline.Host(s.list.base), Code: "mastodon_closed",
			Reason: timeline.Host(s.list.base) + " has switched off its timelines of hashtags", Help: "Follow the hashtag on another server.",
		}
	case a.Remote == "authenticated" && s.token == "":
		return s.needsToken(nil)
	}
	return nil
}

// explain turns refusals and pauses into what they mean on Mastodon.
func (s server) explain(err error) error {
	switch timeline.StatusOf(err) {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusUnprocessableEntity:
		return s.needsToken(err)
	case http.StatusTooManyRequests:
		return timeline.WithFault(err, func(f *feeds.Fault) {
			if reset, perr := time.Parse(time.RFC3339Nano, fetch.AnswerOf(err).Header.Get("X-RateLimit-Reset")); perr == nil {
				f.RetryAfter = max(f.RetryAfter, min(time.Until(reset), time.Hour))
			}
		})
	}
	return err
}

func (s server) needsToken(err error) error {
	f := &feeds.Fault{Kind: feeds.FaultCredentials, Host: timeline.Host(s.list.base), Err: err}
	if s.token == "" {
		f.Explain("mastodon_token", f.Host+" shows this to people with an account only", "Add an account there under Accounts, or follow the hashtag on another server.")
	} else {
		f.Explain("mastodon_token_refused", f.Host+" refuses the access token", "It may have been revoked, or lack read:search or read:statuses. Enter a new one under Accounts, or add the source again with one of its own.")
	}
	return f
}
