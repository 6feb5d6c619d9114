package accesslog

import (
	"errors"
	"io"
	"sort"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/table"
	"github.com/namedrop/namedrop/feeds/visits/agent"
	"github.com/namedrop/namedrop/feeds/visits/channel"
	"github.com/namedrop/namedrop/feeds/visits/fetches"
)

// Type is the type of feeds that are counted in access logs.
const Type feeds.SampleType = "accesslog"

// Spec returns the spec of access logs.
func Spec() feeds.SampleSpec {
	return feeds.SampleSpec{
		Type: Type, Name: "Access log", Summary: "Visits, page views, link previews and fetches by AI assistants, counted in the access log of a web server or a CDN.",
		Limits: "A log is read once, and replaces what was counted for its hours. Its first and last hours are marked as partial: import consecutive logs as one file. A server behind a CDN doesn't see what the CDN answers itself. Programs that claim to be browsers are counted as people.",
		Spans:  []feeds.Span{feeds.HourSpan},
	}
}

// File reads access logs. It implements [feeds.SampleFile].
type File struct {
	now       func() time.Time
	published *fetches.Addresses
}

// New returns a reader of files. Lines after that clock's time are left out. What chats, assistants and crawlers
// claim to be is checked against the published addresses, which may be nil.
func New(now func() time.Time, published *fetches.Addresses) *File {
	return &File{now: now, published: published}
}

const (
	shown  = 20   // rows of a preview
	looked = 5000 // lines that the guess of the hosts is based on
)

// names are the columns of a preview. Addresses of visitors and query strings aren't shown.
var names = []string{"time", "host", "path", "status", "referrer", "client"}

// Preview reads the first lines of a log, and guesses the site's host unless it is given.
func (f *File) Preview(r io.Reader, by *feeds.Mapping) (feeds.Columns, error) {
	out := feeds.Columns{Names: names, Rows: [][]string{}, Lines: []int{}, Problems: []string{}, Fixed: true, Mapping: feeds.Mapping{Metrics: map[string]string{}}}
	in, p := newLines(r), parser{}
	hosts, referrers := map[string]int{}, map[string]int{}
	n, requests, bad, wrong := 0, 0, 0, 0
	for n < looked {
		line, ok, whole, err := in.next()
		if err != nil {
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) && n > 0 {
				break // the beginning of a packed file ends somewhere
			}
			return out, err
		}
		n++
		if !whole && n > 1 {
			break // it may be cut off
		}
		var e entry
		is := malformed
		if ok {
			is = p.parse(line, &e)
		}
		switch is {
		case other:
			continue
		case malformed:
			if bad++; wrong == 0 {
				wrong = n
			}
			continue
		}
		requests++
		path, _ := e.target()
		hosts[channel.Host(string(e.host))]++
		referrers[channel.Host(hostOf(e.referrer))]++
		if len(out.Rows) < shown {
			who := ""
			if e.hasAgent {
				c := agent.Of(string(e.userAgent))
				who = strings.TrimSpace(string(c.Kind) + " " + c.Name)
			}
			out.Rows = append(out.Rows, []string{time.Unix(e.at, 0).UTC().Format(time.RFC3339), table.Clip(string(e.host)), table.Clip(string(path)), statusText(e.status), table.Clip(hostOf(e.referrer)), who})
			out.Lines = append(out.Lines, n)
		}
	}
	if n == 0 {
		return out, table.Empty()
	}
	if requests == 0 || bad > requests {
		return out, notALog(n, bad, wrong)
	}
	if out.Mapping.Hosts = guess(hosts, referrers, requests); by != nil {
		out.Mapping.Hosts, out.Mapping.Zone = by.Hosts, by.Zone
	}
	return out, nil
}

// guess returns the host that most requests name. In a log without hosts it is the most frequent
// referrer, since most page views follow a link within the site. Search engines and networks are
// never the site.
func guess(hosts, referrers map[string]int, requests int) []string {
	most := func(counts map[string]int) (string, int) {
		var keys []string
		for host := range counts {
			if strings.Contains(host, ".") && !isAddress([]byte(host)) {
				keys = append(keys, host)
			}
		}
		sort.Slice(keys, func(i, j int) bool {
			return counts[keys[i]] > counts[keys[j]] || counts[keys[i]] == counts[keys[j]] && keys[i] < keys[j]
		})
		if len(keys) == 0 {
			return "", 0
		}
		return keys[0], counts[keys[0]]
	}
	if host, n := most(hosts); 2*n >= requests {
		return []string{host}
	}
	if hosts[""] == requests {
		named := requests - referrers[""]
		for host := range referrers {
			if channel.Of(channel.Arrival{Referrer: host}) != channel.Referral {
				delete(referrers, host)
			}
		}
		if host, n := most(referrers); n > 0 && 3*n >= named {
			return []string{host}
		}
	}
	return nil
}

func statusText(n int) string {
	if n == 0 {
		return ""
	}
	return string([]byte{byte('0' + n/100%10), byte('0' + n/10%10), byte('0' + n%10)})
}
