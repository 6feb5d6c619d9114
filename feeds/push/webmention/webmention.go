// Package webmention receives Webmentions (https://www.w3.org/TR/webmention/): blogs that tell a page that they link to it.
//
// Anybody can send one, and it names an address for us to read. So it is only taken for a target on a domain of ours, its source is queued and read
// once through the guarded door, by the robots.txt of its host, and is kept only if it does link to such a domain. Nothing
// that is sent is stored but that address, and the answer says nothing about the page.
package webmention

import (
	"context"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

// Type is the type of its sources.
const Type feeds.SourceType = "webmention"

const hostsField = "hosts"

// Spec returns the spec of Webmention sources.
func Spec() feeds.Spec {
	return feeds.Spec{
		Type:    Type,
		Name:    "Webmention",
		Summary: "Pages that tell your web site that they link to it.",
		Limits:  "Your pages have to name the address of the public side with /webmention behind it, and few sites send Webmentions. A page is read once and kept if it links to one of your domains.",
		Kinds:   []feeds.Kind{feeds.Page},
		Fields: []feeds.Field{{
			Name: hostsField, Kind: feeds.FieldText, Label: "Further domains",
			Help: "Domains of yours beside those of your brands and sites, separated by commas.", Example: "blog.example, docs.example",
		}},
		Inbound: feeds.InletWebmention,
	}
}

// Adapter receives Webmentions and checks the pages that they name.
type Adapter struct{}

const maxAddress = 2000

// Receive implements [feeds.Receiver].
func (Adapter) Receive(_ context.Context, in feeds.Inbound) (feeds.Reply, feeds.Batch, error) {
	source, err := parse(in, domains(in.Source, in.Own))
	if err != nil {
		return feeds.Reply{Status: http.StatusBadRequest, Header: plainText(), Body: []byte(err.Error() + "\n")}, feeds.Batch{}, err
	}
	return feeds.Reply{Status: http.StatusAccepted, Header: plainText(), Body: []byte("Queued.\n")}, feeds.Batch{Found: []string{source}}, nil
}

func plainText() http.Header { return http.Header{"Content-Type": {"text/plain; charset=utf-8"}} }

// parse returns the source of a Webmention whose target is on one of the domains. Its error is the answer.
func parse(in feeds.Inbound, own []string) (string, error) {
	refuse := func(reason string) (string, error) { return "", errors.New(reason) }
	kind, _, _ := mime.ParseMediaType(in.Header.Get("Content-Type"))
	form, err := url.ParseQuery(string(in.Body))
	if kind != "application/x-www-form-urlencoded" || err != nil {
		return refuse("not a form with source and target")
	}
	source, ok := address(form["source"])
	if !ok {
		return refuse("the source is not a web address")
	}
	target, ok := address(form["target"])
	if !ok || !within(target, own) {
		return refuse("the target is not a page of ours")
	}
	if source.String() == target.String() || within(source, own) {
		return refuse("the source is a page of ours")
	}
	return source.String(), nil
}

func address(values []string) (*url.URL, bool) {
	if len(values) != 1 || len(values[0]) > maxAddress {
		return nil, false
	}
	u, err := url.Parse(strings.TrimSpace(values[0]))
	if err != nil || u.Hostname() == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil, false
	}
	u.Fragment, u.RawFragment = "", ""
	return u, true
}

// within reports whether an address is on one of the domains or below.
func within(u *url.URL, domains []string) bool {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	for _, d := range domains {
		if host == d || strings.HasSuffix(host, "."+d) {
			return true
		}
	}
	return false
}

// CheckAddress implements [feeds.AddressChecker]: a page is kept if it links to one of our domains.
func (Adapter) CheckAddress(src feeds.Source, hosts []string, page feeds.Item) error {
	own := domains(src, hosts)
	if at, err := url.Parse(page.URL); err != nil || within(at, own) {
		return &feeds.Fault{Kind: feeds.FaultAbsent, Code: "webmention_own_page", Reason: "The source is a page of ours"}
	}
	for _, link := range page.Links {
		if u, err := url.Parse(link); err == nil && within(u, own) {
			return nil
		}
	}
	return &feeds.Fault{Kind: feeds.FaultAbsent, Code: "webmention_no_link", Reason: "The page doesn't link to one of your domains"}
}
