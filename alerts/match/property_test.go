package match_test

import (
	"fmt"
	"maps"
	"math/rand"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/match"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// step is one event on the stream.
type step struct {
	name alerts.EventName
	ev   alerts.Event
}

func someOf(t *rapid.T, label string, from ...string) []string {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 0, len(from), rapid.ID[string]).Draw(t, label)
}

func drawRules(t *rapid.T) []alerts.Rule {
	rules := make([]alerts.Rule, rapid.IntRange(0, 4).Draw(t, "rules"))
	for i := range rules {
		rules[i] = alerts.Rule{
			ID: fmt.Sprintf("r%d", i), Workspace: "default", Brands: someOf(t, "brands", "larkspur", "fenwick"),
			Sources:       someOf(t, "sources", "s1", "s2"),
			MinConfidence: rapid.SampledFrom([]float64{0, 0.5, 0.8}).Draw(t, "least"),
			Channels:      someOf(t, "channels", "c1", "c2", "c3"), Active: rapid.Bool().Draw(t, "active"),
			GroupSeconds: rapid.SampledFrom([]int{0, 60, 900}).Draw(t, "group"),
		}
	}
	return rules
}

func drawChannels(t *rapid.T) []alerts.Channel {
	var channels []alerts.Channel
	for _, id := range []string{"c1", "c2", "c3"} {
		ch := channel(id)
		for _, e := range someOf(t, "events", string(alerts.Amended), string(alerts.Dismissed), string(alerts.Removed)) {
			ch.Events = append(ch.Events, alerts.EventName(e))
		}
		channels = append(channels, ch)
	}
	return channels
}

func drawStream(t *rapid.T) []step {
	names := []alerts.EventName{alerts.Found, alerts.Amended, alerts.Dismissed, alerts.Removed}
	revisions := map[string]int64{}
	steps := make([]step, rapid.IntRange(1, 12).Draw(t, "events"))
	for i := range steps {
		mention := rapid.SampledFrom([]string{"m1", "m2", "m3"}).Draw(t, "mention")
		revisions[mention]++
		name := alerts.Found
		if revisions[mention] > 1 {
			name = rapid.SampledFrom(names[1:]).Draw(t, "name")
		}
		steps[i] = step{name, mentioned(name, func(d *alerts.EventData) {
			d.Mention, d.Revision, d.Document.ID = mention, revisions[mention], "d-"+mention
			d.Brand.ID = rapid.SampledFrom([]string{"larkspur", "fenwick"}).Draw(t, "brand")
			d.Document.Source.ID = rapid.SampledFrom([]string{"s1", "s2"}).Draw(t, "source")
			d.Confidence = rapid.Float64Range(0, 1).Draw(t, "confidence")
			d.Unsure = d.Confidence < 0.3
			d.Backfill = rapid.IntRange(0, 4).Draw(t, "backfill") == 0
			d.State = rapid.SampledFrom([]index.State{index.New, index.Confirmed, index.Dismissed}).Draw(t, "state")
		})}
	}
	return steps
}

// shelf keeps deliveries as the ledger does: an id that exists is ignored.
type shelf map[string]alerts.Delivery

func (s shelf) known(mention string) match.Known {
	known := match.Known{}
	for _, d := range s {
		if i := d.Items[0]; i.Subject == mention && i.Event == alerts.Found {
			known[d.Channel] = i.Revision
		}
	}
	return known
}

func (s shelf) handle(t *rapid.T, rules []alerts.Rule, channels []alerts.Channel, st step) {
	matches, err := match.Matches(rules, channels, s.known(st.ev.Data.Mention), st.ev, st.name)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range matches {
		d := m.Delivery(st.ev, now)
		if _, ok := s[d.ID]; !ok {
			s[d.ID] = d
		}
	}
}

func TestSameInputSameDeliveries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules, channels, st := drawRules(t), drawChannels(t), drawStream(t)[0]
		a, err := match.Matches(rules, channels, nil, st.ev, st.name)
		if err != nil {
			t.Fatal(err)
		}
		order := rand.New(rand.NewSource(rapid.Int64().Draw(t, "order")))
		order.Shuffle(len(rules), func(i, j int) { rules[i], rules[j] = rules[j], rules[i] })
		order.Shuffle(len(channels), func(i, j int) { channels[i], channels[j] = channels[j], channels[i] })
		b, err := match.Matches(rules, channels, nil, st.ev, st.name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(a, b); diff != "" {
			t.Fatalf("the order of rules and channels shows:\n%s", diff)
		}
	})
}

// Any prefix of the stream may come again (a lost acknowledgement), and the stream may
// be replayed from its start: nothing new may come of it.
func TestReplayedTwiceIsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules, channels, stream := drawRules(t), drawChannels(t), drawStream(t)
		once, again := shelf{}, shelf{}
		for _, st := range stream {
			once.handle(t, rules, channels, st)
			again.handle(t, rules, channels, st)
			again.handle(t, rules, channels, st)
		}
		for _, st := range stream {
			again.handle(t, rules, channels, st)
		}
		if diff := cmp.Diff(once, again); diff != "" {
			t.Fatalf("each event twice (-once +twice):\n%s", diff)
		}
	})
}

func TestWhatIsNeverSent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules, channels, stream := drawRules(t), drawChannels(t), drawStream(t)
		kept := shelf{}
		for _, st := range stream {
			had := maps.Clone(kept)
			known := kept.known(st.ev.Data.Mention)
			kept.handle(t, rules, channels, st)
			d := st.ev.Data
			for id, del := range kept {
				if _, old := had[id]; !old && del.Items[0].Event == alerts.Found && d.Backfill {
					t.Fatalf("the back catalogue was told: %+v", st)
				}
				if _, old := had[id]; !old && del.Items[0].Event != alerts.Found && known[del.Channel] == 0 {
					t.Fatalf("%s sent to %s, which doesn't have the mention", del.Items[0].Event, del.Channel)
				}
			}
		}
		seen := map[string]bool{}
		for _, del := range kept {
			if del.Items[0].Event != alerts.Found {
				continue
			}
			if key := del.Channel + del.Items[0].Subject; seen[key] {
				t.Fatalf("found twice on %s", del.Channel)
			} else {
				seen[key] = true
			}
		}
	})
}

func TestPreviewAgreesWithWhatIsSent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rule("r1", func(r *alerts.Rule) {
			r.Brands = someOf(t, "brands", "larkspur", "fenwick")
			r.Sources = someOf(t, "sources", "s1", "s2")
			r.MinConfidence = rapid.SampledFrom([]float64{0, 0.5, 0.8}).Draw(t, "least")
		})
		ev := drawStream(t)[0].ev
		ev.Data.Backfill, ev.Data.State = false, index.New
		sent, err := match.Matches([]alerts.Rule{r}, []alerts.Channel{channel("c1")}, nil, ev, alerts.Found)
		if err != nil {
			t.Fatal(err)
		}
		d := ev.Data
		p := match.PreviewRule(r, []match.Past{{Sources: []string{d.Document.Source.ID}, Mention: index.Mention{
			ID: d.Mention, Workspace: d.Workspace, Brand: d.Brand.ID, Kind: feeds.Podcast,
			Confidence: d.Confidence, Unsure: d.Unsure, Backfill: true,
		}}})
		if len(p.Sent) != len(sent) || len(p.Sent)+p.Unsure+p.BelowConfidence+p.OutOfScope != 1 {
			t.Fatalf("preview %+v, sent %d", p, len(sent))
		}
	})
}
