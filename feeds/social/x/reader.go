package x

import (
	"context"
	"encoding/json"
	"errors"
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
	perPage  = 100
	least    = 10 // posts that the API returns at least if there are as many
	maxPages = 200
)

// Reader searches X. It keeps no state between reads.
type Reader struct {
	door     *fetch.Door
	base     string
	accounts feeds.Accounts
	now      func() time.Time
}

// New returns a reader over the API at that address.
func New(door *fetch.Door, base string, accounts feeds.Accounts, now func() time.Time) *Reader {
	return &Reader{door, strings.TrimRight(base, "/"), accounts, now}
}

// position is how far a search was read: everything up to Since. While older pages are still to be read, Next is the token of
// the next of them and Top the newest post so far.
type position struct {
	Since string `json:"since,omitempty"`
	Top   string `json:"top,omitempty"`
	Next  string `json:"next,omitempty"`
	Read  int    `json:"read,omitempty"`
}

// Read implements [feeds.Reader].
func (r *Reader) Read(ctx context.Context, src feeds.Source, at feeds.Position) (feeds.Batch, error) {
	if src.Account == "" {
		return feeds.Batch{}, feeds.NoAccount(name)
	}
	acc, err := r.accounts.Get(ctx, src.Account)
	if err != nil {
		return feeds.Batch{}, err //nolint:wrapcheck // a fault
	}
	var p position
	if len(at) > 0 && json.Unmarshal(at, &p) != nil {
		p = position{}
	}
	var warnings []feeds.Warning
	body, err := r.paid(ctx, acc, src, p)
	if refused := statusOf(err); refused == http.StatusBadRequest && (p.Next != "" || p.Since != "") {
		// A token of a page expires, and the recent search doesn't know posts of more than a week ago.
		warnings = append(warnings, feeds.Warn("x_gap", "X no longer knows where the search had been read to. Posts that it doesn't list now are missing."))
		p = position{}
		body, err = r.paid(ctx, acc, src, p)
	}
	if err != nil {
		return feeds.Batch{}, r.explain(err, acc)
	}
	page, err := parse(body)
	if err != nil {
		return feeds.Batch{}, timeline.Unreadable(r.base, name, body, err)
	}
	if newer(page.newest, p.Top) {
		p.Top = page.newest
	}
	b := feeds.Batch{Documents: page.posts, Warnings: append(warnings, page.warnings...)}
	if p.Read++; page.next != "" && page.next != p.Next && p.Read < maxPages {
		p.Next, b.More = page.next, true
	} else {
		since := p.Since
		if newer(p.Top, since) {
			since = p.Top
		}
		p = position{Since: since, Top: since}
	}
	b.Position, err = json.Marshal(p)
	return b, err
}

// paid sends the request for one page, if the account's budget allows it.
func (r *Reader) paid(ctx context.Context, acc feeds.Account, src feeds.Source, p position) ([]byte, error) {
	n := int64(perPage)
	err := r.accounts.Spend(ctx, acc.ID, budgetUnit, n*(pricePost+priceUser))
	if feeds.FaultOf(err) == feeds.FaultQuota { // for a page of the smallest size it may be enough
		n = least
		err = r.accounts.Spend(ctx, acc.ID, budgetUnit, n*(pricePost+priceUser))
	}
	if err != nil {
		return nil, err //nolint:wrapcheck // a fault
	}
	q := url.Values{
		"query": {src.Query}, "max_results": {strconv.FormatInt(n, 10)}, "expansions": {"author_id"}, "user.fields": {"username,name"},
		"tweet.fields": {"created_at,lang,public_metrics,author_id,conversation_id,entities,note_tweet,referenced_tweets"},
	}
	if p.Since != "" {
		q.Set("since_id", p.Since)
	}
	if p.Next != "" {
		q.Set("next_token", p.Next)
	}
	path := "/2/tweets/search/recent?"
	if archive(src) {
		path = "/2/tweets/search/all?"
	}
	resp, err := r.door.Get(ctx, fetch.Request{URL: r.base + path + q.Encode(), Accept: "application/json", MaxBytes: timeline.MaxAnswer,
		Header: http.Header{"Authorization": {"Bearer " + acc.Secrets[tokenField].Reveal()}}})
	cost := int64(0)
	if err == nil {
		cost = min(costOf(resp.Body), n*(pricePost+priceUser))
	} else if fetch.AnswerOf(err).Status == 0 && !feeds.Unsent(err) {
		return nil, err //nolint:wrapcheck // no answer came, and X may have charged for it
	}
	// What was charged is known now, also where the read is being stopped.
	if back := r.accounts.Spend(context.WithoutCancel(ctx), acc.ID, budgetUnit, cost-n*(pricePost+priceUser)); err == nil && back != nil {
		return nil, back //nolint:wrapcheck // a fault
	}
	if err != nil {
		return nil, err //nolint:wrapcheck // the caller explains it
	}
	return resp.Body, nil
}

func statusOf(err error) int { return timeline.StatusOf(err) }

// problem is how X explains a refusal.
type problem struct {
	Type   string `json:"type"`
	Reason string `json:"reason"`
	Title  string `json:"title"`
}

// explain turns refusals and pauses into what they mean on X.
func (r *Reader) explain(err error, acc feeds.Account) error {
	answer := fetch.AnswerOf(err)
	var p problem
	_ = json.Unmarshal(answer.Head, &p) // a page of a proxy explains nothing
	kind := p.Type[strings.LastIndex(p.Type, "/")+1:]
	f := &feeds.Fault{Kind: feeds.FaultCredentials, Host: timeline.Host(r.base), Params: map[string]string{"account": acc.Name}, Err: err}
	switch status := answer.Status; {
	case kind == "usage-capped" || kind == "credits" || status == http.StatusPaymentRequired:
		f.Explain("x_credits", "X says that the account "+acc.Name+" has used up its credits or its plan", "Add credits in X's developer console, then save the account again.")
	case status == http.StatusUnauthorized:
		f.Explain("x_token_refused", "X refuses the bearer token of the account "+acc.Name, "It may have been revoked. Enter a new one under Accounts.")
	case status == http.StatusForbidden:
		f.Explain("x_plan", "X doesn't let the account "+acc.Name+" use this search", "Its plan may lack it: see X's developer console. Without the archive, the last seven days can be read.")
	case status == http.StatusBadRequest:
		f.Kind = feeds.FaultBlocked
		f.Explain("x_query_refused", "X doesn't understand the search", "Try it in X's own search first. A search of operators alone is refused; it needs a word, a hashtag or a name.")
	case status == http.StatusTooManyRequests:
		return timeline.WithFault(err, func(f *feeds.Fault) {
			// X's reset is in seconds since 1970.
			if s, perr := strconv.ParseInt(answer.Header.Get("X-Rate-Limit-Reset"), 10, 64); perr == nil {
				f.RetryAfter = max(f.RetryAfter, min(time.Unix(s, 0).Sub(r.now()), maxWait))
			}
		})
	default:
		return err
	}
	return f
}

const maxWait = time.Hour

// newer reports whether one post has a higher number than another.
func newer(a, b string) bool {
	return a != "" && (len(a) > len(b) || len(a) == len(b) && a > b)
}

var errShape = errors.New("neither posts nor a count of them")
