package twins

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/golden.txt")

// labelled is an invented episode, its kind and the video that is its twin.
type labelled struct {
	Row
	Kind  string  `json:"kind"`
	Video *string `json:"video"`
}

// The figures of matching on the labelled set are committed, so that a change that moves them shows how.
func TestLabelledSet(t *testing.T) {
	var episodes []Recording
	var set []labelled
	lines(t, "testdata/episodes.jsonl", func(b []byte) error {
		var l labelled
		err := json.Unmarshal(b, &l)
		set = append(set, l)
		return err
	})
	for _, l := range set {
		episodes = append(episodes, l.recording(t))
	}
	var videos []Recording
	lines(t, "testdata/videos.jsonl", func(b []byte) error {
		var r Row
		err := json.Unmarshal(b, &r)
		videos = append(videos, r.recording(t))
		return err
	})
	type figures struct{ right, wrong, missed, none int }
	kinds, all := map[string]*figures{}, &figures{}
	var mistakes strings.Builder
	for i, p := range Match(episodes, videos, Options{}) {
		l := set[i]
		if kinds[l.Kind] == nil {
			kinds[l.Kind] = &figures{}
		}
		want := ""
		if l.Video != nil {
			want = *l.Video
		}
		for _, f := range []*figures{kinds[l.Kind], all} {
			switch {
			case p.Video != "" && p.Video == want:
				f.right++
			case p.Video != "":
				f.wrong++
			case want == "":
				f.none++
			}
			if want != "" && p.Video != want {
				f.missed++
			}
		}
		if p.Video != want {
			fmt.Fprintf(&mistakes, "%s: %s got %q, want %q: %s\n", l.Kind, l.Title, p.Video, want, p.Why)
		}
		if p.Why == "" || (p.Video == "") != (p.Confidence == 0) || p.Confidence > 1 {
			t.Errorf("%+v", p)
		}
	}
	precision := float64(all.right) / float64(all.right+all.wrong)
	recall := float64(all.right) / float64(all.right+all.missed)
	var b strings.Builder
	fmt.Fprintf(&b, "%d episodes, %d videos, %d twins\nprecision %.3f  recall %.3f\n\n", len(episodes), len(videos), all.right+all.missed, precision, recall)
	for _, k := range sortedKeys(kinds) {
		f := kinds[k]
		fmt.Fprintf(&b, "%-32s found %d, missed %d, wrong %d, rightly none %d\n", k, f.right, f.missed, f.wrong, f.none)
	}
	t.Log("\n" + b.String() + "\n" + mistakes.String())
	if precision < 0.99 || recall < 0.90 {
		t.Errorf("precision %.3f, recall %.3f", precision, recall)
	}
	const golden = "testdata/golden.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil { //nolint:gosec // a public file
			t.Fatal(err)
		}
		return
	}
	if want, err := os.ReadFile(golden); err != nil || string(want) != b.String() {
		t.Errorf("the figures differ from %s: go test ./feeds/twins -run TestLabelledSet -update (%v)", golden, err)
	}
}

func sortedKeys[T any](m map[string]T) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func lines(t *testing.T, file string, take func([]byte) error) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(b) {
		if err := take(line); err != nil {
			t.Fatalf("%s: %v: %s", file, err, line)
		}
	}
}

func (r Row) recording(t *testing.T) Recording {
	t.Helper()
	out, err := r.Recording()
	if err != nil {
		t.Fatal(err)
	}
	return out
}
