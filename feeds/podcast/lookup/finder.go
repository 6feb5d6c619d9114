package lookup

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/podcast"
)

// DefaultITunes is the base address of Apple's search API.
const DefaultITunes = "https://itunes.apple.com"

const (
	maxPage = 5 << 20
	// maxTried is how many addresses of one page are fetched.
	maxTried = 8
)

// Options make a [Finder].
type Options struct {
	Door    *fetch.Door
	ITunes  string      // base address; DefaultITunes when empty
	Apple   *fetch.Door // for the directories, which may be configured to be on this machine; Door when nil
	Spotify string      // base address; DefaultSpotify when empty
	Index   Index       // not asked without a key
	Now     func() time.Time
	Country string // of Apple's store, "US" when empty
}

// Finder looks up sources. It keeps no state.
type Finder struct{ Options }

// New returns a finder.
func New(o Options) (*Finder, error) {
	if o.Door == nil {
		return nil, errors.New("lookup: Door is missing")
	}
	if o.Apple == nil {
		o.Apple = o.Door
	}
	if o.ITunes == "" {
		o.ITunes = DefaultITunes
	}
	if o.Country == "" {
		o.Country = "US"
	}
	if o.Spotify == "" {
		o.Spotify = DefaultSpotify
	}
	if o.Index.Base == "" {
		o.Index.Base = DefaultPodcastIndex
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	for _, base := range []*string{&o.ITunes, &o.Spotify, &o.Index.Base} {
		*base = strings.TrimSuffix(*base, "/")
	}
	return &Finder{o}, nil
}

// Candidate is a source that could be added.
type Candidate struct {
	URL      string           `json:"url"`
	Query    string           `json:"query,omitempty"` // with Settings: of a source that its adapter recognized
	Settings map[string]any   `json:"settings,omitempty"`
	Type     feeds.SourceType `json:"type"`
	Name     string           `json:"name"`
	Author   string           `json:"author,omitempty"`
	Site     string           `json:"site,omitempty"`
	Image    string           `json:"image,omitempty"`
	Items    int              `json:"items,omitempty"`
	Latest   time.Time        `json:"latest,omitzero"`

	Understood Understood `json:"understood,omitempty" enum:"feed,page,apple,spotify,account,forum,name,network,post,watched" doc:"What the text was taken for."`
	Directory  string     `json:"directory,omitempty" doc:"The directory that has it, if one was asked."`
	Recent     []Recent   `json:"recent,omitempty" doc:"Its last items, up to three, where they were read."`
}

// Find looks up what the user entered. If nothing is found, the error is a [*feeds.Fault] of kind
// Absent that says what to try.
func (f *Finder) Find(ctx context.Context, query string) ([]Candidate, error) {
	query = strings.TrimSpace(query)
	if id := appleID(query); id != "" {
		return f.byAppleID(ctx, id)
	}
	if link := spotifyLink(query); link != "" {
		return f.bySpotify(ctx, link)
	}
	if feed := accountFeed(query); feed != nil {
		return f.byAccount(ctx, feed)
	}
	if u := asAddress(query); u != nil {
		found, err := f.byAddress(ctx, u)
		if strings.EqualFold(query, u.Hostname()) && unknownHost(err) {
			return f.byDottedName(ctx, query, err)
		}
		return found, err
	}
	if query == "" {
		return nil, absent("find_nothing_given", "", "There is nothing to look for", "Enter an address, an Apple link or the name of a show.")
	}
	return f.byName(ctx, query)
}

// byDottedName looks for a show whose name looks like a domain ("Node.js"), after no such host
// was found.
func (f *Finder) byDottedName(ctx context.Context, name string, noHost error) ([]Candidate, error) {
	found, err := f.byName(ctx, name)
	if err == nil {
		return found, nil
	}
	e := &feeds.Fault{Kind: feeds.FaultOf(err), Host: name, Err: errors.Join(noHost, err),
		Code: "find_no_host_no_show", Reason: "There is no host called " + name + ", and no show of that name was found",
		Help: "Check the spelling, or enter the address of the show's feed or site."}
	if e.Kind != feeds.FaultAbsent {
		e.Explain("find_no_host_no_directory", "There is no host called "+name+", and Apple's podcast directory could not be searched for a show of that name",
			"Check the address, or try the name again later.")
	}
	return nil, e
}

func unknownHost(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns) && dns.IsNotFound
}

// asAddress returns a query as an address if it has a scheme or looks like a domain.
func asAddress(query string) *url.URL {
	for _, made := range []string{"feed:", "itpc:", "pcast:"} {
		if len(query) > len(made) && strings.EqualFold(query[:len(made)], made) {
			query = query[len(made):]
		}
	}
	if !strings.Contains(query, "://") && !strings.HasPrefix(query, "//") {
		if strings.ContainsAny(query, " \t") || !strings.Contains(strings.SplitN(query, "/", 2)[0], ".") {
			return nil
		}
		query = "//" + query
	}
	u, err := url.Parse(query)
	if err != nil || u.Hostname() == "" {
		return nil
	}
	return u
}

// Scheme returns https or http for an address without a scheme, as //host/path: see
// [fetch.Door.Scheme]. A user name and password are sent over https only.
func (f *Finder) Scheme(ctx context.Context, u *url.URL) string {
	switch {
	case u.User != nil, u.Port() == "443":
		return "https"
	case u.Port() == "80":
		return "http"
	}
	return f.Door.Scheme(ctx, u.Host+u.RequestURI())
}

func (f *Finder) byAddress(ctx context.Context, u *url.URL) ([]Candidate, error) {
	if u.Scheme == "" {
		u.Scheme = f.Scheme(ctx, u)
	}
	resp, err := f.Door.Get(ctx, fetch.Request{URL: u.String(), Accept: podcast.Accept, MaxBytes: podcast.MaxFeed, KeepHead: true})
	if err != nil {
		return nil, fmt.Errorf("looking up %s: %w", u.Hostname(), err)
	}
	if c, ok := candidate(resp); ok {
		c.Understood = AsFeed
		return []Candidate{c}, nil
	}
	if to := podcast.Refresh(resp); to != "" {
		if next, err := f.Door.Get(ctx, fetch.Request{URL: to, Accept: podcast.Accept, MaxBytes: podcast.MaxFeed, KeepHead: true}); err == nil {
			if c, ok := candidate(next); ok {
				c.Understood = AsPage
				return []Candidate{c}, nil
			}
			resp = next // the page that people see
		}
	}
	at, err := url.Parse(resp.FinalURL)
	if err != nil {
		at = u
	}
	if c, ok := forum(resp.Body[:min(len(resp.Body), maxPage)], resp.ContentType, at); ok {
		return []Candidate{c}, nil
	}
	var found []Candidate
	seen := map[string]bool{at.String(): true}
	tried := 0
	try := func(addresses []string) {
		for _, a := range addresses {
			if seen[a] || tried >= maxTried || ctx.Err() != nil {
				continue
			}
			seen[a] = true
			tried++
			resp, err := f.Door.Get(ctx, fetch.Request{URL: a, Accept: podcast.Accept, MaxBytes: podcast.MaxFeed, KeepHead: true})
			if err != nil {
				continue // pages declare feeds that don't exist
			}
			if c, ok := candidate(resp); ok && !seen["feed "+c.URL] {
				seen["feed "+c.URL] = true
				c.Understood = AsPage
				found = append(found, c)
			}
		}
	}
	try(headed(resp.Header, at))
	try(declared(resp.Body[:min(len(resp.Body), maxPage)], resp.ContentType, at))
	if len(found) == 0 {
		try(commonPaths(at))
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("looking up %s: %w", u.Hostname(), ctx.Err())
	}
	if len(found) == 0 {
		return nil, absent("find_no_feed", u.Host, fmt.Sprintf("%s declares no feed, and none is at the common addresses", u.Host),
			"Look for an RSS or podcast link on the page and enter that address.")
	}
	return found, nil
}

// candidate reads an answer as a feed.
func candidate(resp *fetch.Response) (Candidate, bool) {
	batch, err := podcast.Parse(resp.Body, resp.ContentType, feeds.Source{URL: resp.FinalURL})
	if err != nil {
		return Candidate{}, false
	}
	s := batch.Source
	c := Candidate{URL: resp.PermanentURL, Type: s.Type, Name: s.Name, Author: s.Author, Site: s.Site, Image: s.Image, Items: len(batch.Documents), Recent: LastOf(batch.Documents)}
	if len(batch.Documents) > 0 {
		c.Latest = batch.Documents[0].Published
	}
	return c, true
}

func absent(code, host, reason, help string) *feeds.Fault {
	return &feeds.Fault{Kind: feeds.FaultAbsent, Host: host, Code: code, Reason: reason, Help: help}
}
