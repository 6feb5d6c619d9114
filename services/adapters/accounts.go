package adapters

import (
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/social/bluesky"
	"github.com/namedrop/namedrop/feeds/social/mastodon"
	"github.com/namedrop/namedrop/feeds/social/x"
)

// Accounts lists every type of credentials that sources share. A new one is a line here.
func Accounts() []feeds.AccountSpec {
	return []feeds.AccountSpec{bluesky.AccountSpec(), mastodon.AccountSpec(), x.AccountSpec()}
}
