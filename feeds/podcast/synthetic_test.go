package podcast

import (
	"testing"

	"github.com/namedrop/namedrop/feeds"
)

func TestMadeByAI(t *testing.T) {
	const ofShow, ofEpisode = "podcast:txt ai-content of the show", "podcast:txt ai-content of the episode"
	for _, c := range []struct{ show, episode, want string }{
		{"", "", ""},
		{`<podcast:txt purpose="ai-content">true</podcast:txt>`, "", ofShow},
		{`<podcast:txt purpose="AI-content"> True </podcast:txt>`, `<podcast:txt purpose="ai-content">false</podcast:txt>`, ""},
		{`<podcast:txt purpose="ai-content">false</podcast:txt>`, `<podcast:txt purpose="ai-content">true</podcast:txt>`, ofEpisode},
		{`<podcast:txt purpose="verify">true</podcast:txt><podcast:txt>true</podcast:txt>`, "", ""},
		{`<podcast:txt purpose="ai-content">maybe</podcast:txt>`, "", ""},
	} {
		b, err := Parse([]byte(`<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>S</title>`+c.show+
			`<item><guid>1</guid><title>One</title>`+c.episode+`<enclosure url="https://s.example/1.mp3" type="audio/mpeg"/></item></channel></rss>`),
			"application/rss+xml", feeds.Source{URL: "https://s.example/feed"})
		if err != nil || len(b.Documents) != 1 || b.Documents[0].Synthetic != c.want {
			t.Errorf("%+v: %v %q", c, err, b.Documents[0].Synthetic)
		}
	}
}
