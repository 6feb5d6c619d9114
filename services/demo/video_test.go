package demo

import (
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds/twins"
)

// The videos of the channel are the twins of the show's episodes, and their captions can be given the times
// that they have in the episode.
func TestTheChannel(t *testing.T) {
	w, _ := newTestWorld(t, 1)
	if feed := get(t, w.Handler(), tubePath+"/feeds/videos.xml?channel_id="+channel.ID).Body.String(); strings.Count(feed, "<entry>") < 8 {
		t.Fatalf("the channel lists too little: %s", feed)
	}
	var episodes, videos []twins.Recording
	for i, e := range w.back[filmedShow] {
		v := filmed(e, i)
		episodes = append(episodes, twins.Recording{ID: e.guid, Owner: e.show.name, Title: e.title, Published: e.published, Duration: e.duration})
		videos = append(videos, twins.Recording{ID: v.ID, Owner: channel.Name, Title: v.Title, Published: v.Published, Duration: float64(v.Duration)})
	}
	for i, p := range twins.Match(episodes, videos, twins.Options{Related: true}) {
		if p.Video != videos[i].ID {
			t.Errorf("%s: %+v", episodes[i].Title, p)
		}
	}
}
