package bluesky

import (
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

// AccountType is the type of accounts on Bluesky.
const AccountType = "bluesky"

// The fields of an account.
const (
	handleField   = "handle"
	passwordField = "password"
	serverField   = "server"
)

// AccountSpec returns the spec of accounts on Bluesky.
func AccountSpec() feeds.AccountSpec {
	return feeds.AccountSpec{
		Type:    AccountType,
		Name:    name,
		Summary: "A handle with an app password, for the search. An app password can be revoked by itself; Namedrop only reads with it.",
		Fields: []feeds.Field{
			{Name: handleField, Kind: feeds.FieldText, Required: true, Label: "Handle", Help: "Of any account there.", Example: "larkmeter.bsky.social"},
			{Name: passwordField, Kind: feeds.FieldSecret, Required: true, Label: "App password", Help: "Made under Privacy and security in the settings there. Not the password of the account."},
			{Name: serverField, Kind: feeds.FieldURL, Label: "Server", Help: "Only if the account is on another server than bsky.social.", Example: "https://pds.larkmeter.example"},
		},
		Check: func(a feeds.Account) error {
			if !handleForm.MatchString(handleOf(a)) && !didForm.MatchString(handleOf(a)) {
				return &feeds.FieldError{Field: handleField, Code: "bluesky_handle", Reason: "That is not a handle of Bluesky. It should look like larkmeter.bsky.social."}
			}
			if s := a.Setting(serverField); s != "" {
				if _, ok := timeline.Site(s); !ok {
					return timeline.BadAddress(name, "https://pds.larkmeter.example")
				}
			}
			return nil
		},
	}
}

// FieldCodes returns the codes of what is wrong with an account.
func FieldCodes() []string { return []string{"bluesky_handle"} }

func handleOf(a feeds.Account) string {
	return strings.TrimPrefix(strings.TrimSpace(a.Setting(handleField)), "@")
}
