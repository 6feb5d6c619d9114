package twins

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var monday = time.Date(2026, 3, 2, 6, 0, 0, 0, time.UTC)

func TestNothingIsATwinByItsTitleAlone(t *testing.T) {
	e := Recording{ID: "e", Owner: "Square Talk", Title: "12: Moving reports to Larkmeter", Published: monday, Duration: 1800}
	for name, change := range map[string]func(*Recording){
		"length":         func(v *Recording) { v.Duration = 1700 },
		"date":           func(v *Recording) { v.Published = monday.Add(4 * 24 * time.Hour) },
		"unknown length": func(v *Recording) { v.Duration = 0 },
		"unknown date":   func(v *Recording) { v.Published = time.Time{} },
	} {
		v := e
		v.ID = "v"
		if got := Match([]Recording{e}, []Recording{v}, Options{Related: true})[0]; got.Video != "v" {
			t.Fatalf("the same recording is no twin: %+v", got)
		}
		change(&v)
		if got := Match([]Recording{e}, []Recording{v}, Options{Related: true})[0]; got.Video != "" {
			t.Errorf("%s differs: %+v", name, got)
		}
	}
}

func TestMatchKeepsItsPromises(t *testing.T) {
	words := []string{"pricing", "churn", "Larkmeter", "live", "#shorts", "part 2", "Ep. 7", "2025", "", "Ünïcode", "|", "\xff", "best of"}
	side := func(t *rapid.T, label string) []Recording {
		n := rapid.IntRange(0, 12).Draw(t, label)
		out := make([]Recording, n)
		for i := range out {
			title := ""
			for range rapid.IntRange(0, 4).Draw(t, "words") {
				title += rapid.SampledFrom(words).Draw(t, "word") + " "
			}
			out[i] = Recording{ID: fmt.Sprint(label, i), Owner: rapid.SampledFrom(words).Draw(t, "owner"), Title: title,
				Published: monday.Add(time.Duration(rapid.IntRange(0, 200).Draw(t, "hours")) * time.Hour), Duration: float64(rapid.IntRange(0, 700).Draw(t, "length"))}
		}
		return out
	}
	rapid.Check(t, func(t *rapid.T) {
		episodes, videos := side(t, "e"), side(t, "v")
		got := Match(episodes, videos, Options{})
		again := Match(episodes, videos, Options{})
		byID := map[string]Recording{}
		for _, v := range videos {
			byID[v.ID] = v
		}
		seen := map[string]bool{}
		for i, p := range got {
			if p != again[i] || p.Episode != episodes[i].ID || p.Why == "" {
				t.Fatalf("%+v and %+v", p, again[i])
			}
			if p.Video == "" {
				continue
			}
			v := byID[p.Video]
			if seen[p.Video] || p.Confidence <= 0 || p.Confidence > 1 || v.Published.Sub(episodes[i].Published).Abs() > maxApart || v.Duration <= 0 {
				t.Fatalf("%+v", p)
			}
			seen[p.Video] = true
		}
	})
}

func FuzzTitles(f *testing.F) {
	f.Add("Ep. 88: Marit Solheim on hiring | Square Talk", "S2E4 – Part II (live)", "Square Talk")
	f.Fuzz(func(t *testing.T, a, b, name string) {
		x, y := parseTitle(a, name), parseTitle(b, name)
		if contradict(x, x) != "" {
			t.Errorf("%q contradicts itself", a)
		}
		if (contradict(x, y) == "") != (contradict(y, x) == "") {
			t.Errorf("%q and %q contradict each other in one direction", a, b)
		}
	})
}
