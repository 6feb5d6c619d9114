package attribute_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/correlator/attribute"
)

var (
	update   = flag.Bool("update", false, "write testdata/golden.txt")
	mistakes = flag.Bool("mistakes", false, "list the wrong answers that are for tuning; with -all, those that were left out too")
	all      = flag.Bool("all", false, "see -mistakes")
)

var days = map[string]string{"A": "2026-03-20", "B": "2026-04-28", "C": "2026-05-28", "D": "2026-06-25", "E": "2026-07-20"}

// labelled is an answer with what it means.
type labelled struct {
	kind, text          string
	at                  time.Time
	tier, mention, show string
}

// score counts how answers were matched, as the tiers' definition asks.
type score struct{ all, tiers, right, given, meant, shows, withShow int }

func (s *score) add(l labelled, r attribute.Result) bool {
	s.all++
	ok := string(r.Tier) == l.tier
	if ok {
		s.tiers++
	}
	if l.tier == "named" {
		s.meant++
	}
	if r.Mention != "" {
		s.given++
		if r.Mention == l.mention && l.tier == "named" {
			s.right++
		} else {
			ok = false
		}
	}
	if l.show != "" {
		s.withShow++
		if r.Show == l.show {
			s.shows++
		} else {
			ok = false
		}
	}
	return ok
}

func (s *score) String() string {
	return fmt.Sprintf("%3d answers: precision %.3f (%d of %d)  recall %.3f (%d of %d)  tier right %.3f  show right %d of %d",
		s.all, ratio(s.right, s.given), s.right, s.given, ratio(s.right, s.meant), s.right, s.meant, ratio(s.tiers, s.all), s.shows, s.withShow)
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// hold fails where the figures are below what is promised.
func (s *score) hold(t *testing.T, name string) {
	t.Helper()
	t.Logf("%-14s %s", name, s)
	if ratio(s.right, s.given) < 0.95 || ratio(s.right, s.meant) < 0.85 || ratio(s.tiers, s.all) < 0.90 {
		t.Errorf("%s: precision must be .95, recall .85 and the tier right in .90", name)
	}
}

func TestGolden(t *testing.T) {
	mentions := readMentions(t, "testdata/mentions.jsonl")
	matcher := attribute.New(mentions)
	answers := readAnswers(t, mentions)
	if len(answers) < 300 {
		t.Fatalf("%d answers, want 300 at least", len(answers))
	}
	var tuned, left score
	kinds := map[string][2]int{}
	for i, l := range answers {
		r := matcher.Match(attribute.Answer{ID: "x", Text: l.text, At: l.at})
		half := &tuned
		if i%2 == 1 {
			half = &left
		}
		ok := half.add(l, r)
		k := kinds[l.kind]
		if k[0]++; ok {
			k[1]++
		}
		kinds[l.kind] = k
		if !ok && *mistakes && (i%2 == 0 || *all) {
			t.Logf("%d [%s] %s %q: got %s %s %q (%s), want %s %s %s", i+1, l.kind, l.at.Format(time.DateOnly), l.text, r.Tier, r.Mention, r.Show, r.Reason(), l.tier, l.mention, l.show)
		}
		if r.Reason() == "" || r.Confidence <= 0 || r.Confidence > 1 {
			t.Errorf("%q: %+v", l.text, r)
		}
	}
	tuned.hold(t, "for tuning")
	left.hold(t, "left out")
	var b bytes.Buffer
	fmt.Fprintf(&b, "for tuning  %s\nleft out    %s\n\n", &tuned, &left)
	var names []string
	for k := range kinds {
		names = append(names, k)
	}
	slices.Sort(names)
	for _, k := range names {
		fmt.Fprintf(&b, "%-48s %2d of %2d right\n", k, kinds[k][1], kinds[k][0])
	}
	const golden = "testdata/golden.txt"
	if *update {
		if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil { //nolint:gosec // a public file
			t.Fatal(err)
		}
		return
	}
	if want, err := os.ReadFile(golden); err != nil || !bytes.Equal(want, b.Bytes()) {
		t.Errorf("the figures differ from %s: go test ./services/correlator/attribute -run TestGolden -update (%v)\n%s", golden, err, b.String())
	}
}

// The open sample is other people's wording. It isn't part of the repository.
func TestOpenSample(t *testing.T) {
	root := os.Getenv("NAMEDROP_TESTDATA")
	if root == "" {
		t.Skip("NAMEDROP_TESTDATA is unset")
	}
	dir := filepath.Join(root, "attribute")
	matcher := attribute.New(readMentions(t, filepath.Join(dir, "mentions.jsonl")))
	gold := map[string]labelled{}
	eachLine(t, filepath.Join(dir, "gold.jsonl"), func(line []byte) {
		var g struct{ ID, Tier, Mention, Show string }
		if err := json.Unmarshal(line, &g); err != nil {
			t.Fatal(err)
		}
		gold[g.ID] = labelled{tier: g.Tier, mention: g.Mention, show: g.Show}
	})
	var s score
	eachLine(t, filepath.Join(dir, "answers.jsonl"), func(line []byte) {
		var row attribute.AnswerRow
		if err := json.Unmarshal(line, &row); err != nil {
			t.Fatal(err)
		}
		a, err := row.Value()
		if err != nil {
			t.Fatal(err)
		}
		s.add(gold[a.ID], matcher.Match(a))
	})
	s.hold(t, "open sample")
}

func readMentions(t testing.TB, path string) (out []attribute.Mention) {
	t.Helper()
	eachLine(t, path, func(line []byte) {
		var row attribute.Row
		if err := json.Unmarshal(line, &row); err != nil {
			t.Fatal(err)
		}
		m, err := row.Value()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	})
	return out
}

func readAnswers(t testing.TB, mentions []attribute.Mention) (out []labelled) {
	t.Helper()
	shows := map[string]string{}
	for _, m := range mentions {
		shows[m.ID] = m.Show
	}
	kind := ""
	eachLine(t, "testdata/answers.txt", func(line []byte) {
		text := string(line)
		if name, ok := strings.CutPrefix(text, "## "); ok {
			kind = name
			return
		}
		f := strings.SplitN(text, "|", 4)
		if strings.HasPrefix(text, "#") || len(f) < 4 {
			return
		}
		at, err := time.Parse("2006-01-02T15:04", days[f[0]]+"T12:00")
		if err != nil {
			t.Fatal(err)
		}
		l := labelled{kind: kind, text: f[3], at: at, tier: f[1]}
		switch l.tier {
		case "named":
			l.mention, l.show = f[2], shows[f[2]]
		case "show":
			l.show = f[2]
		}
		out = append(out, l)
	})
	return out
}

func eachLine(t testing.TB, path string, each func([]byte)) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if line := bytes.TrimSpace(lines.Bytes()); len(line) > 0 {
			each(line)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}
