package lookup

import (
	"context"
	"net/url"
	"regexp"
	"strings"
)

var (
	// fediverse is @name@server, or name@server behind acct:.
	fediverse = regexp.MustCompile(`^(?:acct:|@)([A-Za-z0-9_.-]{1,64})@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d{1,5})?)$`)
	skyHandle = regexp.MustCompile(`^@?([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.bsky\.(?:social|team))$`)
)

// accountFeed returns the address of the feed that a network offers of an account, or nil: Mastodon and
// software like it at /@name.rss, Bluesky at /profile/name/rss.
func accountFeed(query string) *url.URL {
	if m := fediverse.FindStringSubmatch(query); m != nil {
		return &url.URL{Host: strings.ToLower(m[2]), Path: "/@" + m[1] + ".rss"}
	}
	if m := skyHandle.FindStringSubmatch(query); m != nil {
		return skyFeed(m[1])
	}
	u := asAddress(query)
	if u == nil || !strings.EqualFold(u.Hostname(), "bsky.app") {
		return nil
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	if len(parts) != 2 || parts[0] != "profile" || parts[1] == "" {
		return nil
	}
	return skyFeed(parts[1])
}

func skyFeed(name string) *url.URL {
	return &url.URL{Scheme: "https", Host: "bsky.app", Path: "/profile/" + name + "/rss"}
}

// byAccount looks for the feed of an account. Where the server has none at that address, as servers of
// other software, it is a page like any other.
func (f *Finder) byAccount(ctx context.Context, feed *url.URL) ([]Candidate, error) {
	found, err := f.byAddress(ctx, feed)
	for i := range found {
		found[i].Understood = AsAccount
	}
	return found, err
}
