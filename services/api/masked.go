package api

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/api/access"
)

// Viewers see no secrets of an address. Publishers and chat services put secrets in the user name,
// the password, the query and the path, and a token can't be reliably distinguished from a word. So
// viewers see the host, and of the rest only what is common to the addresses of all feeds. Hidden
// parts are shown as "xxxxx", which is refused when it is sent back.

// hidden replaces a secret in an answer.
const hidden = "xxxxx"

// commonSegments are parts of a path that don't identify the reader of a feed.
var commonSegments = []string{
	"", "atom", "atom.xml", "audio", "blog", "blogs", "episodes", "feed", "feed.json", "feed.rss", "feed.xml", "feeds", "index.rss",
	"index.xml", "media", "news", "podcast", "podcast.rss", "podcast.xml", "podcasts", "public", "rss", "rss.xml", "rss2", "show", "shows",
}

// viewer reports whether the caller may only read.
func viewer(ctx context.Context) bool { return !access.From(ctx).Scope.Includes(access.Write) }

// withoutPassword hides the password of a private feed from everyone.
func withoutPassword(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.User == nil {
		return address
	}
	if _, has := u.User.Password(); has {
		u.User = url.UserPassword(u.User.Username(), hidden)
	}
	return u.String()
}

// withoutSecrets returns what a viewer may see of an address.
func withoutSecrets(address string) string {
	if address == "" {
		return ""
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return hidden
	}
	out := url.URL{Scheme: u.Scheme, Host: u.Host}
	if u.User != nil {
		out.User = url.User(hidden)
	}
	segments := strings.Split(u.Path, "/")
	for i, s := range segments {
		if !slices.Contains(commonSegments, s) {
			segments[i] = hidden
		}
	}
	out.Path = strings.Join(segments, "/")
	if u.RawQuery != "" || u.ForceQuery {
		out.RawQuery = hidden
	}
	return out.String()
}

// holdsHidden reports whether an address was copied from an answer with hidden parts.
func holdsHidden(u *url.URL) bool {
	password, _ := u.User.Password()
	return password == hidden || u.User.Username() == hidden || u.RawQuery == hidden || slices.Contains(strings.Split(u.Path, "/"), hidden)
}

// sourceFor returns a source as the caller may see it. A key is the feed's own id, or its address
// without scheme and user.
func sourceFor(ctx context.Context, s feeds.Source) feeds.Source {
	if !viewer(ctx) {
		s.URL = withoutPassword(s.URL)
		return s
	}
	s.URL, s.Site, s.Image = withoutSecrets(s.URL), pageFor(ctx, s.Site), pageFor(ctx, s.Image)
	if s.Type != feeds.ImportSource && strings.ContainsAny(s.Key, "/?@") {
		if !strings.Contains(s.Key, "://") {
			s.Key = "//" + strings.TrimLeft(s.Key, "/")
		}
		s.Key = strings.TrimPrefix(withoutSecrets(s.Key), "https://")
	}
	return s
}

// pageFor returns the address of a page or picture as the caller may see it. Pages need their path,
// but a viewer gets neither user nor query.
func pageFor(ctx context.Context, address string) string {
	if address == "" || !viewer(ctx) {
		return address
	}
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	u.User = nil
	if u.RawQuery != "" {
		u.RawQuery = hidden
	}
	return u.String()
}

// recordingFor returns the address of a recording, if the caller may get it: private feeds sign
// theirs in the query. The desk plays such a recording for viewers too.
func recordingFor(ctx context.Context, address string) string {
	u, err := url.Parse(address)
	if viewer(ctx) && (err != nil || u.User != nil || u.RawQuery != "") {
		return ""
	}
	return address
}

// documentFor returns a document as the caller may see it.
func documentFor(ctx context.Context, d feeds.Document) feeds.Document {
	if !viewer(ctx) {
		return d
	}
	d.Audio = pageFor(ctx, d.Audio)
	if strings.Contains(d.Key, "://") {
		d.Key = pageFor(ctx, d.Key)
	}
	return d
}
