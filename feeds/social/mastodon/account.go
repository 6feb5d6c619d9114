package mastodon

import (
	"context"
	"errors"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

// AccountType is the type of accounts on servers that speak Mastodon's interface.
const AccountType = "mastodon"

// The fields of an account.
const (
	serverField = "server"
	tokenField  = "token"
)

// AccountSpec returns the spec of accounts on a server of Mastodon.
func AccountSpec() feeds.AccountSpec {
	return feeds.AccountSpec{
		Type:    AccountType,
		Name:    name,
		Summary: "An access token of one server. With it, its search can be used, and hashtags that it shows to people with an account only.",
		Fields: []feeds.Field{
			{Name: serverField, Kind: feeds.FieldURL, Required: true, Label: "Server", Help: "Where the account is.", Example: "https://mastodon.example"},
			{Name: tokenField, Kind: feeds.FieldSecret, Required: true, Label: "Access token",
				Help: "Of an application with read:statuses and read:search, made under Development in your account's settings there."},
		},
		Check: func(a feeds.Account) error {
			if baseOf(a) == "" {
				return &feeds.FieldError{Field: serverField, Code: "mastodon_server", Reason: "That is not the address of a server. It should look like https://mastodon.example."}
			}
			return nil
		},
		Fits: func(a feeds.Account, s feeds.Source) bool {
			l, ok := parse(s.URL, s.Query)
			return ok && strings.EqualFold(l.base, baseOf(a))
		},
	}
}

// baseOf returns the scheme and host of an account's server.
func baseOf(a feeds.Account) string {
	u, ok := timeline.Site(a.Setting(serverField))
	if !ok || strings.Trim(u.Path, "/") != "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// tokenOf returns the token that a source is read with: its own, or that of its account, which must be on the same server.
func (r *Reader) tokenOf(ctx context.Context, src feeds.Source, base string) (feeds.Secret, error) {
	if src.Secret != "" || src.Account == "" || r.accounts == nil {
		return src.Secret, nil
	}
	a, err := r.accounts.Get(ctx, src.Account)
	if err != nil {
		return "", err //nolint:wrapcheck // a fault
	}
	if !strings.EqualFold(baseOf(a), base) {
		return "", errors.New("the account is on another server")
	}
	return a.Secrets[tokenField], nil
}
