package channel_test

import (
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/channel"
)

func TestOf(t *testing.T) {
	own := []string{"shop.example", "www.shop-two.example"}
	for _, c := range []struct{ referrer, query, want string }{
		{"", "", channel.Direct},
		{"", "id=7&page=2", channel.Direct},
		{"www.google.com", "", channel.Search},
		{"google.co.uk", "", channel.Search},
		{"www.google.nl", "", channel.Search},
		{"google.evil-long.example", "", channel.Referral},
		{"notgoogle.com", "", channel.Referral},
		{"yandex.ru", "", channel.Search},
		{"duckduckgo.com", "", channel.Search},
		{"gemini.google.com", "", channel.Assistant},
		{"chatgpt.com", "", channel.Assistant},
		{"", "utm_source=chatgpt.com", channel.Assistant},
		{"mail.google.com", "", channel.Email},
		{"l.facebook.com", "", channel.Social},
		{"t.co", "", channel.Social},
		{"not-t.co", "", channel.Referral},
		{"LinkedIn.com:443", "", channel.Social},
		{"blog.example", "", channel.Referral},
		{"shop.example", "", channel.Unknown},
		{"www.shop.example:8443", "", channel.Unknown},
		{"shop-two.example", "", channel.Unknown},
		{"myshop.example", "", channel.Referral},
		{"blog.example", "utm_source=podcast&utm_medium=audio", channel.Campaign},
		{"", "utm_source=news&utm_medium=Email", channel.Email},
		{"", "utm_medium=social", channel.Social},
		{"www.google.com", "gclid=abc", channel.Campaign},
		{"", "utm_campaign=spring", channel.Campaign},
		{"", "utm_campaign=", channel.Direct},
		{"", "utm_source=%zz", channel.Direct},
	} {
		a := channel.Arrival{Referrer: c.referrer, Own: own}.Parameters(c.query)
		got := channel.Of(a)
		if got != c.want {
			t.Errorf("%s ?%s: %q, want %q", c.referrer, c.query, got, c.want)
		}
		if got != feeds.ChannelName(got) {
			t.Errorf("%q is no name of a channel", got)
		}
	}
}
