package hubspot

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
	maxBytes   = 16 << 20
	timeLimit  = 30 * time.Second
	headLength = 1 << 10 // of an answer that can't be read
)

// searches are the paths of the search, newest first. An account may not have the dated ones.
var searches = []string{"/crm/objects/2026-09/contacts/search", "/crm/v3/objects/contacts/search"}

// answer is the part of an answer that is read.
type answer struct {
	Results []contact `json:"results"`
	Paging  struct {
		Next struct {
			After string `json:"after"`
		} `json:"next"`
	} `json:"paging"`
}

type contact struct {
	ID         string             `json:"id"`
	Properties map[string]*string `json:"properties"`
	CreatedAt  string             `json:"createdAt"`
	UpdatedAt  string             `json:"updatedAt"`
}

func (c contact) get(name string) string {
	if v := c.Properties[name]; v != nil {
		return strings.TrimSpace(*v)
	}
	return ""
}

// changed returns when a contact was changed, by the property that the search sorts by.
func (c contact) changed() int64 {
	at, err := time.Parse(time.RFC3339, cmp.Or(c.get("lastmodifieddate"), c.UpdatedAt))
	if err != nil {
		return 0
	}
	return at.UnixMilli()
}

type filter struct {
	Property string `json:"propertyName"`
	Operator string `json:"operator"`
	Value    string `json:"value"`
}

// search returns a page of contacts changed from a position until a time, in that order.
func (p *pull) search(ctx context.Context, pos position, until int64, after string) (a answer, err error) {
	filters, sort := []filter{
		{"lastmodifieddate", "GTE", strconv.FormatInt(pos.Since, 10)}, {"lastmodifieddate", "LT", strconv.FormatInt(until, 10)},
	}, "lastmodifieddate"
	if pos.ID != "" {
		filters = []filter{{"lastmodifieddate", "EQ", strconv.FormatInt(pos.Since, 10)}, {"hs_object_id", "GT", pos.ID}}
		sort = "hs_object_id"
	}
	properties := []string{"email", "createdate", "lastmodifieddate", "lifecyclestage", "hs_analytics_source"}
	for _, name := range []string{p.settings.Answer, p.settings.Note, p.settings.Value, p.settings.Landing} {
		if name != "" {
			properties = append(properties, name)
		}
	}
	body := map[string]any{
		"filterGroups": []any{map[string]any{"filters": filters}}, "limit": pageSize, "properties": properties,
		"sorts": []any{map[string]string{"propertyName": sort, "direction": "ASCENDING"}},
	}
	if after != "" {
		body["after"] = after
	}
	for {
		head, err := p.ask(ctx, http.MethodPost, searches[p.version], body, &a)
		if feeds.FaultOf(err) == feeds.FaultAbsent && p.version+1 < len(searches) {
			p.version++
			continue
		}
		if err == nil && a.Results == nil {
			err = p.unreadable(head, errors.New("it has no results"))
		}
		return a, err
	}
}

// label returns what a person sees of a value: the label of an option, or the value itself. Without the
// right to read the options, values stay as they are.
func (p *pull) label(ctx context.Context, value string) (string, error) {
	if p.labels == nil {
		p.labels = map[string]string{}
		var of struct {
			Options []struct{ Label, Value string }
		}
		_, err := p.ask(ctx, http.MethodGet, "/crm/v3/properties/contacts/"+url.PathEscape(p.settings.Answer), nil, &of)
		switch kind := feeds.FaultOf(err); {
		case err == nil:
		case kind == feeds.FaultAbsent, kind == feeds.FaultCredentials, kind == feeds.FaultUnparsable:
			p.batch.Warnings = append(p.batch.Warnings, feeds.Warn("hubspot_options_unreadable", "The options of the property {property} can't be read: chosen answers are shown by their internal names.", "property", p.settings.Answer))
		default:
			return "", err
		}
		for _, o := range of.Options {
			p.labels[o.Value] = o.Label
		}
	}
	if len(p.labels) == 0 {
		return value, nil
	}
	var out []string
	for part := range strings.SplitSeq(value, ";") { // several boxes may be ticked
		out = append(out, cmp.Or(p.labels[part], part))
	}
	if len(out) > 1 {
		return strings.Join(out, ", "), nil
	}
	return cmp.Or(p.labels[value], value), nil
}

// ask sends a request and decodes the answer. Head is its beginning.
func (p *pull) ask(ctx context.Context, method, path string, body, into any) (head []byte, err error) {
	if err := p.wait(ctx); err != nil {
		return nil, err
	}
	var text []byte
	if body != nil {
		if text, err = json.Marshal(body); err != nil {
			return nil, fmt.Errorf("writing the request: %w", err)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, timeLimit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimRight(cmp.Or(p.src.URL, Cloud), "/")+path, bytes.NewReader(text))
	if err != nil {
		return nil, &feeds.Fault{Kind: feeds.FaultUnparsable, Code: "address_unreadable", Reason: "The address can't be read", Help: "Check it for stray characters."}
	}
	req.Header.Set("Authorization", "Bearer "+p.src.Secrets["token"].Reveal())
	req.Header.Set("User-Agent", p.agent)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := p.client.Do(req)
	if err != nil {
		return nil, fetch.NetworkFault(p.host(), err, timeLimit)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, p.refusal(resp)
	}
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxBytes+1))
	switch {
	case err != nil:
		return nil, fetch.NetworkFault(p.host(), err, timeLimit)
	case len(b) > maxBytes:
		return nil, &feeds.Fault{Kind: feeds.FaultTooLarge, Host: p.host(), Code: "leads_too_large", Reason: p.host() + " sends an answer that is larger than Namedrop's limit"}
	}
	head = b[:min(len(b), headLength)]
	if err := json.Unmarshal(b, into); err != nil {
		return head, p.unreadable(head, err)
	}
	return head, nil
}

// wait keeps to HubSpot's limit of searches.
func (p *pull) wait(ctx context.Context) error {
	t := time.NewTimer(p.pause)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

func (p *pull) host() string {
	u, err := url.Parse(cmp.Or(p.src.URL, Cloud))
	if err != nil {
		return "the server"
	}
	return u.Host
}
