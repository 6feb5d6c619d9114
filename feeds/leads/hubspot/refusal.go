package hubspot

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"time"

	"golang.org/x/net/html"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// daily is how long to wait once the requests of a day are used up. They are renewed at the account's
// midnight, whose time zone isn't known.
const daily = time.Hour

// refusal maps a bad answer to a fault.
func (p *pull) refusal(resp *http.Response) error {
	f := fetch.StatusFault(resp, p.now())
	f.Host = p.host()
	var head []byte
	if a := fetch.AnswerOf(f); a != nil {
		if len(a.Head) > headLength {
			a.Head = a.Head[:headLength]
		}
		head = a.Head
	}
	switch status := resp.StatusCode; {
	case status == http.StatusUnauthorized:
		f.Kind = feeds.FaultCredentials
		f.Explain("leads_token_refused", "HubSpot doesn't accept the access token (401)", "Check that the app still exists, or give the source a new token.")
	case status == http.StatusForbidden:
		f.Kind = feeds.FaultCredentials
		f.Explain("leads_scope_missing", "The access token may not read contacts (403)", "Give the app the scopes crm.objects.contacts.read and crm.schemas.contacts.read.")
	case status == http.StatusNotFound:
		f.Kind = feeds.FaultAbsent
		f.Explain("leads_no_api", p.host()+" has no such interface (404)", "Check the address.")
	case status == http.StatusBadRequest:
		f.Kind = feeds.FaultUnparsable
		f.Explain("leads_request_refused", "HubSpot doesn't accept the request (400)", "Check the names of the properties.")
	case status == http.StatusTooManyRequests && bytes.Contains(head, []byte("DAILY")):
		f.Kind, f.RetryAfter = feeds.FaultQuota, max(f.RetryAfter, daily)
		f.Explain("leads_daily_limit", "The HubSpot account has used up its requests of today (429)", "")
	case status == http.StatusTooManyRequests:
		f.RetryAfter = max(f.RetryAfter, 10*time.Second)
	case status >= 300 && status < 400:
		f.Kind = feeds.FaultUnparsable
		f.Explain("leads_redirect", fmt.Sprintf("%s redirects to another address (%d), to which the token is not sent", p.host(), status), "Check the address.")
	}
	return f
}

// unreadable returns the fault of an answer in an unexpected format, with its beginning for the log.
func (p *pull) unreadable(head []byte, err error) error {
	return &feeds.Fault{Kind: feeds.FaultUnparsable, Host: p.host(),
		Code: "leads_answer_unreadable", Reason: p.host() + " answers in a format that is not HubSpot's", Help: "Check the address. If HubSpot has changed its interface, Namedrop needs an upgrade.",
		Err: &fetch.Answer{Status: http.StatusOK, Head: head, Err: err}}
}

func clip(s string) string { return s[:min(len(s), 40)] }

// plain returns the text of HTML: notes are rich text.
func plain(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.TrimSpace(b.String())
		case html.TextToken:
			b.Write(z.Text())
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			switch name, _ := z.TagName(); string(name) {
			case "p", "br", "div", "li":
				if b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") {
					b.WriteByte('\n')
				}
			}
		}
	}
}
