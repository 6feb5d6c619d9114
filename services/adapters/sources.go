package adapters

import (
	"slices"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/jsonl"
	"github.com/namedrop/namedrop/feeds/mail"
	"github.com/namedrop/namedrop/feeds/page"
	"github.com/namedrop/namedrop/feeds/podcast"
	"github.com/namedrop/namedrop/feeds/podcast/lookup"
	"github.com/namedrop/namedrop/feeds/push/podping"
	"github.com/namedrop/namedrop/feeds/push/webmention"
	"github.com/namedrop/namedrop/feeds/single"
	"github.com/namedrop/namedrop/feeds/social/bluesky"
	"github.com/namedrop/namedrop/feeds/social/discourse"
	"github.com/namedrop/namedrop/feeds/social/hackernews"
	"github.com/namedrop/namedrop/feeds/social/lemmy"
	"github.com/namedrop/namedrop/feeds/social/linkedin"
	"github.com/namedrop/namedrop/feeds/social/mastodon"
	"github.com/namedrop/namedrop/feeds/social/reddit"
	"github.com/namedrop/namedrop/feeds/social/telegram"
	"github.com/namedrop/namedrop/feeds/social/x"
	"github.com/namedrop/namedrop/feeds/social/xpost"
	"github.com/namedrop/namedrop/feeds/twins"
	"github.com/namedrop/namedrop/feeds/web"
	"github.com/namedrop/namedrop/feeds/youtube"
)

// Sources lists every type of source. A new one is a line here.
func Sources() []Source {
	return []Source{
		{podcast.Podcasts(), func(e Env) (any, error) { return podcast.New(e.Door), nil }},
		{podcast.Feeds(), func(e Env) (any, error) { return podcast.New(e.Door), nil }},
		{bluesky.Spec(), func(e Env) (any, error) {
			return bluesky.New(bluesky.Options{Endpoint: e.Endpoint("bluesky"), Client: e.Client("bluesky"), UserAgent: e.UserAgent,
				Door: e.Door, AppView: e.Endpoint("bluesky_posts")})
		}},
		{bluesky.SearchSpec(), func(e Env) (any, error) {
			return bluesky.NewSearch(e.Door, e.Endpoint("bluesky_login"), e.Endpoint("bluesky_posts"), e.Accounts, e.Now), nil
		}},
		{hackernews.Spec(), func(e Env) (any, error) {
			return hackernews.New(e.Door, e.Endpoint("hackernews"), e.Endpoint("hackernews_items")), nil
		}},
		{mastodon.Spec(), func(e Env) (any, error) { return mastodon.New(e.Door, e.Accounts), nil }},
		{reddit.Spec(), func(e Env) (any, error) { return reddit.New(e.Door, e.Endpoint("reddit")), nil }},
		{lemmy.Spec(), func(e Env) (any, error) { return lemmy.New(e.Door), nil }},
		{discourse.Spec(), func(e Env) (any, error) { return discourse.New(e.Door), nil }},
		{telegram.Spec(), func(e Env) (any, error) { return telegram.New(e.Door, e.Endpoint("telegram")), nil }},
		{youtube.Spec(), func(e Env) (any, error) { return youtube.NewReader(e.YouTube), nil }},
		{x.Spec(), func(e Env) (any, error) { return x.New(e.Door, e.Endpoint("x"), e.Accounts, e.Now), nil }},
		{xpost.Spec(), func(e Env) (any, error) { return xpost.New(e.Door, e.Endpoint("x_embed")), nil }},
		{linkedin.Spec(), func(e Env) (any, error) { return linkedin.New(e.Door, e.Endpoint("linkedin")), nil }},
		// The page of any site: after the networks, whose posts have addresses of their own.
		{web.Spec(), func(e Env) (any, error) { return web.New(e.Door, e.UserAgent, e.Now), nil }},
		{single.Spec(), nil},
		{webmention.Spec(), func(Env) (any, error) { return webmention.Adapter{}, nil }},
		{podping.Spec(), func(e Env) (any, error) {
			return podping.New(podping.Options{Nodes: []string{e.Endpoint("podping"), e.Endpoint("podping_other")}, Client: e.Client("podping", "podping_other"), Door: e.Door}), nil
		}},
		{mail.Mailbox(), func(e Env) (any, error) { return mail.New(mail.Options{Dial: e.Dial}), nil }},
		{mail.Messages(), func(Env) (any, error) { return mail.Posted{}, nil }},
		{jsonl.Spec(), nil},
	}
}

// Unjoined lists the networks of posts whose authors may not be matched with leads: their adapters don't allow it.
func Unjoined() []string {
	var out []string
	for _, s := range Sources() {
		if slices.Contains(s.Kinds, feeds.Post) && !s.JoinAuthors {
			out = append(out, string(s.Type))
		}
	}
	return out
}

// Fillers lists the fillers of document parts.
func Fillers(e Env) []feeds.Filler {
	return []feeds.Filler{podcast.NewTranscripts(e.Door), podcast.NewChapters(e.Door), youtube.NewCaptions(e.YouTube), twins.Filler{}, page.New(e.Door), e.Speech}
}

// Endpoints returns the endpoints whose base URL the configuration may replace: those of the
// podcast lookup, those of the sources and those of the systems that count visits. Several of these
// may share one.
func Endpoints(sources []Source, visits []VisitsLine) []feeds.Endpoint {
	all := lookup.Endpoints()
	for _, s := range sources {
		all = append(all, s.Endpoints...)
	}
	for _, v := range visits {
		all = append(all, v.Endpoints...)
	}
	return all
}
