package e2e

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

type matchedLead struct {
	ID, Answer string
	Match      *struct {
		Tier, Show, Reason, Alias string
		Reasons                   []struct{ Code string }
		Mention                   *struct{ ID string }
		Judged                    *time.Time
	}
}

// leads lists all leads by their answer.
func (s *server) leads() map[string]matchedLead {
	s.t.Helper()
	var list struct{ Items []matchedLead }
	s.must("GET", "/leads?limit=200", nil, &list)
	out := map[string]matchedLead{}
	for _, l := range list.Items {
		out[l.Answer] = l
	}
	return out
}

// means waits until a lead is matched so.
func (s *server) means(answer, tier, show string) matchedLead {
	s.t.Helper()
	var l matchedLead
	eventually(s.t, func() string {
		l = s.leads()[answer]
		if l.Match == nil || l.Match.Tier != tier || l.Match.Show != show {
			return fmt.Sprintf("%q: %+v, want %s %q", answer, l.Match, tier, show)
		}
		return ""
	})
	return l
}

// says runs a command, which must succeed and say so.
func (s *server) says(want string, args ...string) string {
	s.t.Helper()
	out, code := s.run(nil, args...)
	if code != 0 || !strings.Contains(out, want) {
		s.t.Fatalf("%v exits with %d, want %q in:\n%s", args, code, want, out)
	}
	return out
}

// Leads come in from a file and a form and are matched. A person confirms, corrects and takes back; a wording that was
// learnt counts for the next lead and can be removed; a report says what leads said; an erased lead leaves nothing.
func TestLeadsAreMatchedAndCorrected(t *testing.T) {
	t.Skip("not finished: what its report counts after each step is not settled; see services/correlator and services/api for the steps")
	t.Parallel()
	s, _ := told(t)
	day := time.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, -20)
	var csv, docs strings.Builder
	csv.WriteString("date,visits\n")
	for i := -170; i < 19; i++ {
		fmt.Fprintf(&csv, "%s,%d\n", day.AddDate(0, 0, i).Format(time.DateOnly), 300+(i*7919%37+37)%37)
	}
	for i, d := range []struct{ show, title, text string }{
		{"Square Talk", "The lease", "We moved to Larkmeter. Larkmeter is what we use, and Larkmeter is good."},
		{"Herring Weekly", "Nets and numbers", "Our boats count with Larkmeter now. We chose Larkmeter, and Larkmeter works at sea."},
	} {
		fmt.Fprintf(&docs, `{"id":"d%d","kind":"podcast","source":%q,"title":%q,"text":%q,"people":[{"name":"Ada Quill"}],"published":%q}`+"\n", i, d.show, d.title, d.text, day.Add(9*time.Hour).Format(time.RFC3339))
	}
	leads := "Created,How did you hear about us?,Email,Stage\n"
	for i, answer := range []string{"Sqaure Talk", "the fish podcast", "Google", "a podcast"} {
		leads += fmt.Sprintf("%s,%s,p%d@buyer.example,Lead\n", day.AddDate(0, 0, 3).Add(10*time.Hour).Format("2006-01-02 15:04"), answer, i)
	}
	write := func(name, text string) string {
		path := filepath.Join(s.dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	s.says("", "import", "documents", write("docs.jsonl", docs.String()))
	s.says("", "import", "visits", write("visits.csv", csv.String()), "--site", "shop")
	s.says("4 leads added", "import", "leads", write("leads.csv", leads), "--site", "shop")
	eventually(t, func() string {
		if n := len(s.mentions("")); n != 2 {
			return fmt.Sprintf("%d mentions", n)
		}
		return ""
	})

	talk := s.means("Sqaure Talk", "named", "Square Talk")
	if len(talk.Match.Reasons) < 2 || talk.Match.Reasons[0].Code != "show_named" || !strings.HasPrefix(talk.Match.Reason, "One mention fits: the answer names Square Talk") {
		t.Errorf("%+v", talk.Match)
	}
	fish := s.means("the fish podcast", "channel", "")
	s.means("Google", "none", "")
	s.means("a podcast", "channel", "")

	// Confirmed: the report of the mention says so.
	selfReports := func(show string, want int) {
		t.Helper()
		eventually(t, func() string {
			var page struct{ Items []reportRow }
			s.must("GET", "/reports?limit=50", nil, &page)
			i := slices.IndexFunc(page.Items, func(r reportRow) bool { return r.Mention.Show == show })
			if i < 0 {
				return fmt.Sprintf("no report of %s", show)
			}
			var report struct {
				Lines []struct {
					Kind     string
					Observed *float64
				}
			}
			s.must("GET", "/reports/"+page.Items[i].ID, nil, &report)
			for _, l := range report.Lines {
				if l.Kind == "self_reports" && (l.Observed == nil && want > 0 || l.Observed != nil && int(*l.Observed) != want) {
					return fmt.Sprintf("the report of %s has %v, want %d who named it", show, l.Observed, want)
				}
			}
			return ""
		})
	}
	s.says("named: Square Talk", "lead", "match", talk.ID)
	selfReports("Square Talk", 1)

	// Corrected: the wording is learnt, and the next lead who writes it is matched.
	s.says("Herring Weekly", "lead", "choices", fish.ID)
	s.says("show: Herring Weekly", "lead", "match", fish.ID, "--show", "Herring Weekly")
	s.says("the fish podcast", "lead", "alias")
	s.says("", "lead", "add", "9", "--site", "shop", "--time", day.AddDate(0, 0, 4).Format(time.RFC3339), "--answer", "heard it on the fish podcast!")
	s.means("heard it on the fish podcast!", "named", "Herring Weekly")
	selfReports("Herring Weekly", 1)
	s.says("Herring Weekly", "lead", "shows", "--site", "shop")

	// Taken back: so is what was learnt, and the other lead is matched without it.
	s.says("Taken back", "lead", "unmatch", fish.ID)
	s.says("No wordings yet", "lead", "alias")
	eventually(t, func() string {
		if l := s.leads()["heard it on the fish podcast!"]; l.Match == nil || l.Match.Show != "" {
			return fmt.Sprintf("%+v", l.Match)
		}
		return ""
	})
	selfReports("Herring Weekly", 0)

	// A wording for a host, written by hand, stays until it is removed.
	if out, code := s.run(nil, "lead", "alias", "add", "the captain", "--person", "Nobody"); code == 0 {
		t.Errorf("a wording for nobody is taken: %s", out)
	}
	if out, code := s.run(nil, "lead", "alias", "add", "podcast", "--show", "Square Talk"); code == 0 {
		t.Errorf("a wording for anything is taken: %s", out)
	}
	s.says("the captain means Ada Quill", "lead", "alias", "add", "the captain", "--person", "ada quill")
	s.says("", "lead", "add", "10", "--site", "shop", "--time", day.AddDate(0, 0, 4).Format(time.RFC3339), "--answer", "a podcast with the captain")
	eventually(t, func() string {
		if l := s.leads()["a podcast with the captain"]; l.Match == nil || !strings.Contains(l.Match.Reason, "Ada Quill") {
			return fmt.Sprintf("%+v", l.Match)
		}
		return ""
	})
	var aliases struct{ Items []struct{ ID, Person string } }
	s.must("GET", "/leads/aliases", nil, &aliases)
	if len(aliases.Items) != 1 || aliases.Items[0].Person != "Ada Quill" {
		t.Fatalf("%+v", aliases.Items)
	}
	s.says("Wording removed", "lead", "alias", "delete", aliases.Items[0].ID)

	// From a form.
	var form struct{ ID, Address string }
	s.must("POST", "/leads/sources", map[string]any{"type": "form", "site": "shop"}, &form)
	resp, err := http.PostForm(form.Address, url.Values{"how_did_you_hear_about_us": {"square talk"}, "email": {"zoe@buyer.example"}})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, _ := io.ReadAll(resp.Body); resp.StatusCode >= 400 {
		t.Fatalf("%d %s", resp.StatusCode, body)
	}
	zoe := s.means("square talk", "named", "Square Talk")

	// Corrected, then erased: neither a match nor a wording is left.
	s.must("PUT", "/leads/matches/"+zoe.ID, map[string]any{"show": "Herring Weekly", "alias": "zoes own words"}, nil)
	s.says("zoes own words", "lead", "alias")
	s.says("Lead erased", "lead", "delete", zoe.ID)
	s.says("No wordings yet", "lead", "alias")
	if status, body := s.call("PUT", "/leads/matches/"+zoe.ID, map[string]any{"tier": "none"}, nil); status != 404 {
		t.Errorf("%d %s", status, body)
	}
	s.stop()
	for _, pattern := range []string{"namedrop.db", "namedrop.db-wal"} {
		raw, err := os.ReadFile(s.data(pattern))
		if err == nil && strings.Contains(string(raw), "zoes own words") {
			t.Errorf("%s still holds the wording of an erased lead", pattern)
		}
	}
}

// The leads of the demo name shows rightly, mistyped, wrongly and vaguely; its reports count those that are meant.
func TestLeadsOfTheDemo(t *testing.T) {
	t.Parallel()
	d := startDemo(t)
	named := func(query string) (answers []string) {
		var page struct {
			Items []matchedLead
		}
		d.must("GET", "/leads?limit=200&"+query, nil, &page)
		for _, l := range page.Items {
			answers = append(answers, l.Answer)
		}
		return answers
	}
	eventually(t, func() string {
		for _, tier := range []string{"named", "show", "channel", "none"} {
			if len(named("tier="+tier)) == 0 {
				return "no lead has the tier " + tier
			}
		}
		var page struct{ Items []reportRow }
		d.must("GET", "/reports?limit=200", nil, &page)
		said := 0.0
		for _, r := range page.Items {
			if r.Mention.Show != "The Slow Quarter" {
				continue
			}
			var report struct {
				Lines []struct {
					Kind     string
					Observed *float64
					ShowOnly *int `json:"show_only"`
				}
			}
			d.must("GET", "/reports/"+r.ID, nil, &report)
			for _, l := range report.Lines {
				if l.Kind == "self_reports" && l.Observed != nil && l.ShowOnly != nil {
					said += *l.Observed + float64(*l.ShowOnly)
				}
			}
		}
		if said < 5 {
			return fmt.Sprintf("its reports count %v self-reports", said)
		}
		return ""
	})
	for _, query := range []string{"q=Funnel+Fable", "q=Quota+Quarrels"} {
		if wrong := named(query + "&tier=named,show"); len(wrong) > 0 {
			t.Errorf("%q name a show without a mention, and are matched", wrong)
		}
	}
	d.says("The Slow Quarter", "lead", "shows")
}
