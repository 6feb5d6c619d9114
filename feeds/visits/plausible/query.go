package plausible

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
)

const (
	pageSize   = 10_000
	maxRows    = 1_000_000
	maxBytes   = 32 << 20
	timeLimit  = time.Minute
	headLength = 1 << 10          // of an answer that can't be read
	breath     = 10 * time.Minute // after "too many requests", which doesn't say for how long
)

// query is the body of a request.
type query struct {
	Site       string         `json:"site_id"`
	Metrics    []string       `json:"metrics"`
	Dates      [2]string      `json:"date_range"`
	Dimensions []string       `json:"dimensions"`
	Filters    []any          `json:"filters,omitempty"`
	Order      [][2]string    `json:"order_by,omitempty"`
	Include    map[string]any `json:"include"`
	Page       struct {
		Limit  int `json:"limit"`
		Offset int `json:"offset"`
	} `json:"pagination"`
}

// answer is the part of an answer that is read.
type answer struct {
	Results *[]row `json:"results"`
	Meta    struct {
		Total      *int   `json:"total_rows"`
		SkipReason string `json:"imports_skip_reason"`
	} `json:"meta"`
	Query struct {
		Dates []string `json:"date_range"`
	} `json:"query"`
}

type row struct {
	Metrics    []*float64 `json:"metrics"`
	Dimensions []string   `json:"dimensions"`
}

// ask sends a query once for each page of its rows.
func (r *Reader) ask(ctx context.Context, feed feeds.SampleFeed, q query) (answer, error) {
	q.Include = map[string]any{"total_rows": true, "imports": true}
	q.Page.Limit = pageSize
	for _, d := range q.Dimensions {
		q.Order = append(q.Order, [2]string{d, "asc"}) // pages must not overlap
	}
	var all answer
	for {
		a, head, err := r.post(ctx, feed, q)
		if err != nil {
			return answer{}, err
		}
		if err := a.check(q); err != nil {
			return answer{}, r.unreadable(feed, head, err)
		}
		rows := *a.Results
		if all.Results == nil {
			all = a
		} else {
			*all.Results = append(*all.Results, rows...)
		}
		q.Page.Offset += len(rows)
		switch {
		case a.Meta.Total == nil && len(rows) < pageSize, a.Meta.Total != nil && q.Page.Offset >= *a.Meta.Total:
			return all, nil
		case len(rows) == 0:
			return answer{}, r.unreadable(feed, head, fmt.Errorf("%d rows were promised and %d came", *a.Meta.Total, q.Page.Offset))
		case q.Page.Offset > maxRows:
			return answer{}, &feeds.Fault{Kind: feeds.FaultTooLarge, Host: host(feed), Code: "visits_too_many_rows", Params: map[string]string{"limit": strconv.Itoa(maxRows)},
				Reason: fmt.Sprintf("%s sends more than %d rows at once", host(feed), maxRows), Help: "Split the feed by fewer things: channel, landing page or country."}
		}
	}
}

// check refuses an answer whose rows may mean something other than what was requested.
func (a answer) check(q query) error {
	if a.Results == nil {
		return errors.New("it has no results")
	}
	if len(a.Query.Dates) != 2 {
		return errors.New("it doesn't say which time it is of")
	}
	for i, r := range *a.Results {
		if len(r.Metrics) != len(q.Metrics) || len(r.Dimensions) != len(q.Dimensions) {
			return fmt.Errorf("row %d has %d numbers and %d labels, and not %d and %d", i, len(r.Metrics), len(r.Dimensions), len(q.Metrics), len(q.Dimensions))
		}
		for _, n := range r.Metrics {
			if n != nil && *n < 0 {
				return fmt.Errorf("row %d counts less than nothing", i)
			}
		}
	}
	return nil
}

func (r *Reader) post(ctx context.Context, feed feeds.SampleFeed, q query) (a answer, head []byte, err error) {
	body, err := json.Marshal(q)
	if err != nil {
		return a, nil, fmt.Errorf("writing the query: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, timeLimit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimRight(cmp.Or(feed.URL, Cloud), "/")+"/api/v2/query", bytes.NewReader(body))
	if err != nil {
		return a, nil, &feeds.Fault{Kind: feeds.FaultUnparsable, Code: "address_unreadable", Reason: "The address can't be read", Help: "Check it for stray characters."}
	}
	req.Header.Set("Authorization", "Bearer "+feed.Secret.Reveal())
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", r.agent)
	resp, err := r.client.Do(req)
	if err != nil {
		return a, nil, fetch.NetworkFault(host(feed), err, timeLimit)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return a, nil, r.refusal(feed, resp)
	}
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxBytes+1))
	switch {
	case err != nil:
		return a, nil, fetch.NetworkFault(host(feed), err, timeLimit)
	case len(b) > maxBytes:
		return a, nil, &feeds.Fault{Kind: feeds.FaultTooLarge, Host: host(feed), Code: "visits_too_large", Reason: host(feed) + " sends an answer that is larger than Namedrop's limit", Help: "Split the feed by fewer things: channel, landing page or country."}
	}
	head = b[:min(len(b), headLength)]
	if err := json.Unmarshal(b, &a); err != nil {
		return a, nil, r.unreadable(feed, head, err)
	}
	return a, head, nil
}

// refusal maps a bad answer to a fault.
func (r *Reader) refusal(feed feeds.SampleFeed, resp *http.Response) error {
	f := fetch.StatusFault(resp, r.now())
	f.Host = host(feed)
	if a := fetch.AnswerOf(f); len(a.Head) > headLength {
		a.Head = a.Head[:headLength]
	}
	switch status := resp.StatusCode; {
	case status == http.StatusUnauthorized:
		f.Kind = feeds.FaultCredentials
		f.Explain("visits_key_refused", "Plausible doesn't accept the key for this site (401)", "Check the site's name, and that the key is for the Stats API and still exists, or give the feed a new key.")
	case status == http.StatusPaymentRequired:
		f.Kind = feeds.FaultCredentials
		f.Explain("visits_plan", "The Plausible plan of this key doesn't include the Stats API, or the site is locked (402)", "Check the plan in Plausible, then read the feed again.")
	case status == http.StatusBadRequest:
		f.Kind = feeds.FaultUnparsable
		f.Explain("visits_request_refused", "Plausible doesn't accept the request (400)", "Check the site's name. A server of your own may be too old: it needs version 2 of the Stats API.")
	case status == http.StatusNotFound:
		f.Kind = feeds.FaultAbsent
		f.Explain("visits_no_api", host(feed)+" has no Stats API of version 2 (404)", "Check the address. A server of your own may be too old.")
	case status == http.StatusTooManyRequests:
		f.Explain("pause_asked", "Plausible asks for a pause (429)", "")
		f.RetryAfter = max(f.RetryAfter, breath)
	case status >= 300 && status < 400:
		f.Kind = feeds.FaultUnparsable
		f.Explain("visits_redirect", fmt.Sprintf("%s redirects to another address (%d), to which the key is not sent", host(feed), status), "Give the feed the address that it redirects to.")
	}
	return f
}

// unreadable returns the fault of an answer in an unexpected format, with its beginning for the log.
func (r *Reader) unreadable(feed feeds.SampleFeed, head []byte, err error) error {
	return &feeds.Fault{Kind: feeds.FaultUnparsable, Host: host(feed),
		Code: "visits_not_plausible", Reason: host(feed) + " answers in a format that is not Plausible's",
		Help: "Check the address. If Plausible was upgraded, Namedrop may need an upgrade too.",
		Err:  &fetch.Answer{Status: http.StatusOK, Head: head, Err: err}}
}

func host(feed feeds.SampleFeed) string {
	u, err := url.Parse(cmp.Or(feed.URL, Cloud))
	if err != nil {
		return "the server"
	}
	return u.Host
}
