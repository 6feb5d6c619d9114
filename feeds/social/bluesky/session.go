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

// DefaultLogin is where accounts sign in that name no server.
const DefaultLogin = "https://bsky.social"

// The session that an account keeps beside its password.
const (
	accessSecret  = "session access"
	refreshSecret = "session refresh"
	serverSecret  = "session server"
)

// sessionLength is how long a session counts as usable. The network's tokens live a little longer.
const sessionLength = 90 * time.Minute

// session is an answer of createSession and refreshSession.
type session struct {
	Access  string `json:"accessJwt"`
	Refresh string `json:"refreshJwt"`
	DIDDoc  struct {
		Service []struct {
			ID       string `json:"id"`
			Endpoint string `json:"serviceEndpoint"`
		} `json:"service"`
	} `json:"didDoc"`
}

// parseSession reads such an answer, and returns the server of the account in it.
func parseSession(body []byte) (s session, server string, ok bool) {
	if json.Unmarshal(body, &s) != nil || s.Access == "" || s.Refresh == "" || len(s.Access)+len(s.Refresh) > 16<<10 || strings.ContainsAny(s.Access+s.Refresh, " \r\n") {
		return session{}, "", false
	}
	for _, service := range s.DIDDoc.Service {
		if u, site := timeline.Site(service.Endpoint); site && strings.HasSuffix(service.ID, "#atproto_pds") && strings.Contains(service.Endpoint, "://") {
			server = u.Scheme + "://" + u.Host
		}
	}
	return s, server, true
}

// signedIn returns the account with a session. It signs in at most once for all who wait for it: the network allows few
// sign-ins a day. The session with the token stale is not used again.
func (s *Search) signedIn(ctx context.Context, id string, stale feeds.Secret) (feeds.Account, error) {
	acc, err := s.accounts.Get(ctx, id)
	if err != nil {
		return acc, err //nolint:wrapcheck // a fault
	}
	if usable(acc, stale, s.now()) {
		return acc, nil
	}
	var failed error
	err = s.accounts.Update(ctx, id, func(a *feeds.Account) error {
		if usable(*a, stale, s.now()) { // another source was first
			acc = *a
			return nil
		}
		if failed = s.renew(ctx, a); failed != nil {
			return failed
		}
		acc = *a
		return nil
	})
	if failed != nil {
		return acc, failed
	}
	return acc, err //nolint:wrapcheck // of the ledger
}

func usable(a feeds.Account, stale feeds.Secret, now time.Time) bool {
	access := a.Secrets[accessSecret]
	return access != "" && access != stale && a.Expires.After(now)
}

// renew refreshes the session of an account, or signs in where that can't be done.
func (s *Search) renew(ctx context.Context, a *feeds.Account) error {
	base := strings.TrimRight(cmp.Or(a.Setting(serverField), s.login), "/")
	if refresh := a.Secrets[refreshSecret]; refresh != "" {
		server := cmp.Or(a.Secrets[serverSecret].Reveal(), base)
		err := s.begin(ctx, a, server, "/xrpc/com.atproto.server.refreshSession", nil, http.Header{"Authorization": {"Bearer " + refresh.Reveal()}})
		if status := timeline.StatusOf(err); err == nil || status != http.StatusBadRequest && status != http.StatusUnauthorized {
			return s.explain(err, *a)
		}
	}
	body, err := json.Marshal(map[string]string{"identifier": handleOf(*a), "password": a.Secrets[passwordField].Reveal()})
	if err != nil {
		return err
	}
	return s.explain(s.begin(ctx, a, base, "/xrpc/com.atproto.server.createSession", body, http.Header{"Content-Type": {"application/json"}}), *a)
}

// begin sends a request for a session, and stores it with the account.
func (s *Search) begin(ctx context.Context, a *feeds.Account, base, path string, payload []byte, header http.Header) error {
	req := fetch.Request{URL: base + path, Method: http.MethodPost, Payload: payload, Header: header, Accept: "application/json", MaxBytes: 256 << 10}
	resp, err := s.door.Get(ctx, req)
	if err != nil {
		return err //nolint:wrapcheck // the caller explains it
	}
	made, server, ok := parseSession(resp.Body)
	if !ok {
		return timeline.Unreadable(req.URL, name, nil, nil) // without its body, which may hold tokens
	}
	a.Secrets[accessSecret], a.Secrets[refreshSecret] = feeds.Secret(made.Access), feeds.Secret(made.Refresh)
	if server == "" || s.login != DefaultLogin { // a configured server stands for all of them
		server = base
	}
	a.Secrets[serverSecret], a.Expires = feeds.Secret(server), s.now().Add(sessionLength)
	return nil
}

// explain turns refusals and pauses into what they mean on Bluesky.
func (s *Search) explain(err error, a feeds.Account) error {
	answer := fetch.AnswerOf(err)
	var refused struct {
		Error string `json:"error"`
	}
	_ = json.Unmarshal(answer.Head, &refused) // a refusal can be a page
	f := &feeds.Fault{Kind: feeds.FaultCredentials, Params: map[string]string{"account": a.Name}, Host: hostOf(err)}
	switch {
	case err == nil:
		return nil
	case answer.Status == http.StatusTooManyRequests:
		return timeline.WithFault(err, func(f *feeds.Fault) {
			// Bluesky's reset is in seconds since 1970, like X's, under another name.
			if at, perr := strconv.ParseInt(answer.Header.Get("RateLimit-Reset"), 10, 64); perr == nil {
				f.RetryAfter = max(f.RetryAfter, min(time.Unix(at, 0).Sub(s.now()), maxPause))
			}
		})
	case answer.Status == http.StatusUnauthorized, answer.Status == http.StatusForbidden && refused.Error == "AuthMissing", refused.Error == "AccountTakedown", refused.Error == "AuthFactorTokenRequired":
		f.Explain("bluesky_password_refused", "Bluesky refuses the handle or the app password of the account "+a.Name, "The password may have been revoked. Make a new app password there and enter it under Accounts.")
		return f
	case answer.Status == http.StatusForbidden:
		f.Kind, f.RetryAfter = feeds.FaultBlocked, maxPause
		f.Explain("bluesky_refused", "Bluesky's search refuses to answer this machine", "It does that to some networks. fetch.proxy sends the requests through another address.")
		return f
	}
	return err
}

const maxPause = time.Hour

func hostOf(err error) string {
	var host string
	_ = timeline.WithFault(err, func(f *feeds.Fault) { host = f.Host })
	return host
}

// expired reports whether a request was refused because its session is over.
func expired(err error) bool {
	answer := fetch.AnswerOf(err)
	return answer.Status == http.StatusUnauthorized ||
		answer.Status == http.StatusBadRequest && (strings.Contains(string(answer.Head), "ExpiredToken") || strings.Contains(string(answer.Head), "InvalidToken"))
}

func withCursor(q url.Values, cursor string) url.Values {
	if cursor != "" {
		q.Set("cursor", cursor)
	}
	return q
}
