// Package telegram reads public channels of Telegram from the pages that show them on the web.
package telegram

import (
	"regexp"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

// Network is the network of all documents of this package.
const Network = "telegram"

// Type is the type of its sources.
const Type feeds.SourceType = "telegram"

// DefaultEndpoint is where channels are shown on the web.
const DefaultEndpoint = "https://t.me"

const name = "Telegram"

// Spec returns the spec of Telegram sources.
func Spec() feeds.Spec {
	return feeds.Spec{
		Type:    Type,
		Name:    name,
		Summary: "Posts of a public channel on Telegram.",
		Limits: "Only posts that name one of your brands are stored. The newest 400 posts are read back. " +
			"Groups, private channels and channels without a preview on the web can't be read, and Telegram can't be searched as a whole.",
		Kinds: []feeds.Kind{feeds.Post},
		Fields: []feeds.Field{{
			Name: feeds.URLField, Kind: feeds.FieldURL, Required: true, Label: "Channel", Help: "Address of the channel: t.me/channel.", Example: "https://t.me/larkmeter",
		}},
		Endpoints: []feeds.Endpoint{{Name: "telegram", Default: DefaultEndpoint, Help: "Telegram's pages of public channels."}},
		Check: func(s feeds.Source) error {
			if channel(s.URL) == "" {
				return timeline.BadAddress(name, "https://t.me/larkmeter")
			}
			return nil
		},
		Recognize: Recognize,
		Opens:     Opens,
		NamedOnly: true,
	}
}

var channelForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{3,31}$`)

// channel returns the channel that an address on t.me stands for; empty if there is none.
func channel(address string) string {
	u, ok := timeline.Site(address)
	if !ok {
		return ""
	}
	parts := timeline.Parts(u)
	switch host := strings.TrimPrefix(u.Hostname(), "www."); {
	case host == "t.me", host == "telegram.me":
		if len(parts) > 1 && parts[0] == "s" {
			parts = parts[1:]
		}
	case strings.HasSuffix(host, ".t.me"): // channel.t.me
		parts = []string{strings.TrimSuffix(host, ".t.me")}
	default:
		return ""
	}
	if len(parts) == 0 || !channelForm.MatchString(parts[0]) {
		return ""
	}
	switch strings.ToLower(parts[0]) {
	case "joinchat", "share", "addstickers", "addemoji", "addlist", "proxy", "socks", "login", "setlanguage", "contact", "invoice":
		return ""
	}
	return parts[0]
}

// Recognize returns the channel that a pasted address stands for.
func Recognize(pasted string) (feeds.Source, bool) {
	c := channel(pasted)
	return feeds.Source{Type: Type, URL: DefaultEndpoint + "/" + strings.ToLower(c), Name: c}, c != ""
}
