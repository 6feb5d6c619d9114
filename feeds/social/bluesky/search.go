package bluesky

import (
	"cmp"
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

// SearchType is the type of searches. What is written from now on comes by the stream, which is what the network asks
// programs to use; a search is for what was written before.
const SearchType feeds.SourceType = "bluesky_search"

const (
	perPage   = 100
	maxPages  = 100
	searchGap = 6 * time.Hour // between two searches, once the past was read
)

// SearchSpec returns the spec of searches.
func SearchSpec() feeds.Spec {
	return feeds.Spec{
		Type:    SearchType,
		Name:    "Bluesky search",
		Summary: "Posts of the past on Bluesky that have your words. For new posts, follow Bluesky itself, which is faster.",
		Limits:  "Only posts that name one of your brands are stored. It needs an account there. The newest 10,000 posts are read, and new ones every six hours, since Bluesky asks programs to use its stream.",
		Kinds:   []feeds.Kind{feeds.Post},
		Account: AccountType,
		Fields: []feeds.Field{{
			Name: feeds.QueryField, Kind: feeds.FieldText, Required: true, Label: "Words", Help: "What to search for. Quotes keep words together; domain:larkmeter.example finds links.", Example: "larkmeter",
		}},
		Endpoints: []feeds.Endpoint{{Name: "bluesky_login", Default: DefaultLogin, Help: "Where accounts sign in that name no server. Another one than the default is used for the search too."}},
		NamedOnly: true, JoinAuthors: true,
	}
}

// Search reads posts of the past. It keeps no state between reads but the session, which is its account's.
type Search struct {
	door     *fetch.Door
	login    string
	appView  string
	accounts feeds.Accounts
	now      func() time.Time
}

// NewSearch returns a reader. Login and appView are the servers where accounts sign in and that return single posts.
func NewSearch(door *fetch.Door, login, appView string, accounts feeds.Accounts, now func() time.Time) *Search {
	return &Search{door, strings.TrimRight(cmp.Or(login, DefaultLogin), "/"), strings.TrimRight(cmp.Or(appView, DefaultAppView), "/"), accounts, now}
}

// searched is the position of a list, and when it was read to its end.
type searched struct {
	List json.RawMessage `json:"list,omitempty"`
	Done time.Time       `json:"done,omitzero"`
}

// Read implements [feeds.Reader].
func (s *Search) Read(ctx context.Context, src feeds.Source, at feeds.Position) (feeds.Batch, error) {
	if src.Account == "" {
		return feeds.Batch{}, feeds.NoAccount(name)
	}
	var p searched
	if len(at) > 0 && json.Unmarshal(at, &p) != nil {
		p = searched{}
	}
	if since := s.now().Sub(p.Done); !p.Done.IsZero() && since >= 0 && since < searchGap && !feeds.IsUnconditional(ctx) {
		return feeds.Batch{Position: at, NotModified: true}, nil
	}
	l := timeline.List{Network: Network, Pages: maxPages, Deleted: s.deleted,
		Page: func(ctx context.Context, cursor string) (timeline.Page, error) { return s.page(ctx, src, cursor) }}
	b, err := l.Read(ctx, p.List)
	if err != nil {
		return b, err //nolint:wrapcheck // Read of a list says what it was reading
	}
	p = searched{List: b.Position}
	if !b.More {
		p.Done = s.now()
	}
	b.Position, err = json.Marshal(p)
	return b, err
}

func (s *Search) page(ctx context.Context, src feeds.Source, cursor string) (timeline.Page, error) {
	var stale feeds.Secret
	for try := 0; ; try++ {
		acc, err := s.signedIn(ctx, src.Account, stale)
		if err != nil {
			return timeline.Page{}, err
		}
		q := withCursor(url.Values{"q": {src.Query}, "sort": {"latest"}, "limit": {strconv.Itoa(perPage)}}, cursor)
		access := acc.Secrets[accessSecret]
		req := fetch.Request{URL: acc.Secrets[serverSecret].Reveal() + "/xrpc/app.bsky.feed.searchPosts?" + q.Encode(), Header: http.Header{"Authorization": {"Bearer " + access.Reveal()}}}
		var raw json.RawMessage
		_, err = timeline.JSON(ctx, s.door, req, name, &raw)
		if expired(err) && try == 0 {
			stale = access
			continue
		}
		if err != nil {
			return timeline.Page{}, s.explain(err, acc)
		}
		page, ok := parsePage(raw)
		if !ok {
			return timeline.Page{}, timeline.Unreadable(req.URL, name, raw, nil)
		}
		return page, nil
	}
}

// parsePage reads an answer of the search.
func parsePage(raw []byte) (timeline.Page, bool) {
	var a struct {
		Posts  *[]json.RawMessage `json:"posts"`
		Cursor string             `json:"cursor"`
	}
	if json.Unmarshal(raw, &a) != nil || a.Posts == nil {
		return timeline.Page{}, false
	}
	p := timeline.Page{Next: a.Cursor, Unsure: true} // the search may lag behind
	for _, one := range *a.Posts {
		if d, ok := view(one); ok {
			p.Posts = append(p.Posts, d)
		}
	}
	return p, true
}

// deleted looks up a post on the public server.
func (s *Search) deleted(ctx context.Context, key string) (bool, error) {
	var a struct {
		Posts *[]json.RawMessage `json:"posts"`
	}
	req := fetch.Request{URL: s.appView + "/xrpc/app.bsky.feed.getPosts?uris=" + url.QueryEscape(key)}
	resp, err := timeline.JSON(ctx, s.door, req, name, &a)
	if err != nil {
		return false, err //nolint:wrapcheck // it is asked again
	}
	if a.Posts == nil {
		return false, timeline.Unreadable(req.URL, name, resp.Body, nil)
	}
	return len(*a.Posts) == 0, nil
}
