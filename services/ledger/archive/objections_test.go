package archive

import (
	"testing"

	"github.com/namedrop/namedrop/feeds"
)

func TestWhoAnObjectionCovers(t *testing.T) {
	o := objections{{"mastodon", foldPerson("@Ann@B.example ")}: true, {"", foldPerson("Bob  Meter")}: true, {"bluesky", "did:plc:carl"}: true}
	for _, c := range []struct {
		name string
		doc  feeds.Document
		want bool
	}{
		{"by handle", feeds.Document{Network: "mastodon", Handle: "@ann@b.example"}, true},
		{"on another network", feeds.Document{Network: "lemmy", Handle: "@ann@b.example"}, false},
		{"another handle", feeds.Document{Network: "mastodon", Handle: "@anna@b.example"}, false},
		{"by name, everywhere", feeds.Document{Network: "blog", Author: "bob meter"}, true},
		{"a host", feeds.Document{Network: "podcast", People: []feeds.Person{{Name: "Bob Meter", Role: "Host"}}}, true},
		{"a guest", feeds.Document{Network: "podcast", People: []feeds.Person{{Name: "Bob Meter", Role: "guest"}}}, false},
		{"by the key", feeds.Document{Network: "bluesky", Key: "at://did:plc:carl/app.bsky.feed.post/1"}, true},
		{"nobody", feeds.Document{Network: "blog"}, false},
	} {
		if got := o.cover(&c.doc); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
	if objections(nil).cover(&feeds.Document{Author: "Bob Meter"}) {
		t.Error("without objections somebody is covered")
	}
}
