package indextest_test

import (
	"hash/fnv"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
	"github.com/namedrop/namedrop/index/indextest"
)

// TestShown compares what mentions in the project's own recordings show with the committed
// figures. In these, words that sound like a name stand beside the name spelled right.
func TestShown(t *testing.T) {
	d := detectorOf(t, brands(t))
	var tally indextest.ShownTally
	for _, doc := range corpus(t, "shown", "en") {
		tally.Add(doc, d.Detect(doc.Document), func(index.Hit) bool { return false })
	}
	t.Log(tally.String())
	golden(t, "shown", strings.ReplaceAll(tally.String(), "; ", "\n")+"\n")
}

// shownSets are the open recordings that nothing was learned from. They were looked at when the
// rules of [detect.Shown] were chosen.
var shownSets = []struct {
	name, folder, brands         string
	precision, best, pairsRecall float64
}{
	{"ads-open", "detect", "ads", 0.92, 0.97, 175.0 / 180},
}

// TestShownOpen holds the hits that mentions show in the open recordings to their targets, and
// ads-open by halves of its brands too. It needs NAMEDROP_TESTDATA.
func TestShownOpen(t *testing.T) {
	root := filepath.Dir(openDir(t))
	for _, set := range shownSets {
		t.Run(set.name, func(t *testing.T) {
			dir := filepath.Join(root, set.folder)
			d := detectorOf(t, openBrands(t, dir, set.brands))
			var whole indextest.ShownTally
			var half [2]indextest.ShownTally
			for _, doc := range openDocs(t, dir, set.name) {
				hits := d.Detect(doc.Document)
				ignored := func(h index.Hit) bool {
					labelled := slices.ContainsFunc(doc.Gold, func(g indextest.Gold) bool { return g.Brand == h.Brand && interval{g.Start, g.End}.holds(h) })
					return !labelled && slices.ContainsFunc(doc.ignore, func(s interval) bool { return s.holds(h) })
				}
				whole.Add(doc.Labelled, hits, ignored)
				for n := range half {
					part := doc.Labelled
					part.Gold = slices.DeleteFunc(slices.Clone(part.Gold), func(g indextest.Gold) bool { return halfOf(g.Brand) != n })
					half[n].Add(part, slices.DeleteFunc(slices.Clone(hits), func(h index.Hit) bool { return halfOf(h.Brand) != n }), ignored)
				}
			}
			t.Logf("%s\n%s\nbrands of one half:   %s\nbrands of the other:  %s", set.name, whole.String(), half[0].String(), half[1].String())
			if whole.Precision() < set.precision || whole.BestPrecision() < set.best || whole.Recall() < set.pairsRecall {
				t.Errorf("want %.3f of the shown hits right, %.3f of the best, and %.3f of the pairs", set.precision, set.best, set.pairsRecall)
			}
		})
	}
}

// halfOf divides brands into two halves.
func halfOf(brand string) int {
	h := fnv.New32a()
	h.Write([]byte(brand))
	return int(h.Sum32() & 1)
}

// The unsure hits of a sure mention are left out, those of an unsure one are kept near its best.
func TestShownOfOneMention(t *testing.T) {
	hit := func(surface string, confidence float64, reasons ...index.Reason) index.Hit {
		return index.Hit{Field: index.InText, Surface: surface, Confidence: confidence, Unsure: confidence < detect.Threshold, Reasons: reasons}
	}
	sounds := func(name string, code index.ReasonCode) []index.Reason {
		return []index.Reason{index.NewReason(index.ReasonSoundsLike, name), {Code: code, Against: true}}
	}
	cloud := hit("cloud", 0.96, sounds("Claude", index.ReasonOneWord)...)
	energy := hit("next our energy", 0.7, sounds("NextEra Energy", index.ReasonOrdinaryWords)...)
	stamps := hit("timestamps", 0.9, sounds("OpenTimestamps", index.ReasonUnknownWord)...)
	for _, c := range []struct {
		name string
		hits []index.Hit
		want string
	}{
		{"unsure beside sure", []index.Hit{hit("because", 0.01), hit("Beacon", 0.98), hit("put one", 0.1)}, "Beacon"},
		{"only unsure", []index.Hit{hit("beacon", 0.4), hit("because", 0.01), hit("Beakon", 0.2)}, "beacon, Beakon"},
		{"a word, the name known", []index.Hit{hit("Claude", 0.99), cloud, hit("Claude", 0.98)}, "Claude, Claude"},
		{"a word, the name seen once", []index.Hit{hit("Claude", 0.99), cloud}, "Claude, cloud"},
		{"shares a word with the name", []index.Hit{hit("NextEra Energy", 0.99), energy, hit("NextEra Energy", 0.98)}, "NextEra Energy, next our energy, NextEra Energy"},
		{"a part of the name", []index.Hit{hit("OpenTimestamps", 0.99), stamps, hit("OpenTimestamps", 0.98)}, "OpenTimestamps, OpenTimestamps"},
		{"none", nil, ""},
	} {
		var got []string
		for _, h := range detect.Shown(c.hits) {
			got = append(got, h.Surface)
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: shows %q, want %q", c.name, s, c.want)
		}
	}
}
