package evidence_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

func TestSlugs(t *testing.T) {
	for slug, want := range map[string]string{
		"late-shift": "", " Late-Shift ": "", "a1": "", strings.Repeat("a", 60): "", "24": "",
		"": evidence.SlugForm, "a": evidence.SlugForm, strings.Repeat("a", 61): evidence.SlugForm, "a--b": evidence.SlugForm, "-ab": evidence.SlugForm, "ab-": evidence.SlugForm,
		"a/b": evidence.SlugForm, "../x": evidence.SlugForm, "a.b": evidence.SlugForm, "a%2fb": evidence.SlugForm, "a b": evidence.SlugForm, "a_b": evidence.SlugForm, `a\b`: evidence.SlugForm, "a?b": evidence.SlugForm, "a\x00b": evidence.SlugForm,
		"аcme": evidence.SlugLetters, "acmé": evidence.SlugLetters, "ａcme": evidence.SlugLetters, "ac\u200bme": evidence.SlugLetters, // Cyrillic, an accent, full width, a space nobody sees
		"admin": evidence.SlugReserved, "Adm1n": evidence.SlugReserved, "log-in": evidence.SlugReserved, "robots-txt": evidence.SlugReserved, "api": evidence.SlugReserved,
	} {
		_, err := evidence.CheckSlug(slug)
		var wrong *evidence.SlugError
		if got := ""; errors.As(err, &wrong) {
			if got = wrong.Code; got != want {
				t.Errorf("%q: %s, want %s", slug, got, want)
			}
		} else if want != "" || err != nil {
			t.Errorf("%q: %v, want %s", slug, err, want)
		}
	}
	for a, b := range map[string]string{"late-shift": "LATESHIFT", "go0d": "good", "plan1": "plani", "corner": "comer", "vvin": "win"} {
		if x, y := evidence.Skeleton(a), evidence.Skeleton(b); x != y || x == "" {
			t.Errorf("%s and %s are told apart: %q, %q", a, b, x, y)
		}
	}
	for range 1000 {
		if s := evidence.NewSlug(); len(s) != 6 {
			t.Fatal(s)
		} else if _, err := evidence.CheckSlug(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func TestTargets(t *testing.T) {
	const public = "https://go.shop.example/nd"
	for text, want := range map[string]string{
		"https://shop.example/pricing?a=1#b":                "https://shop.example/pricing?a=1#b",
		"  HTTP://Shop.example:80/ ":                        "http://shop.example/",
		"https://münchen.example/é":                         "https://xn--mnchen-3ya.example/%C3%A9",
		"https://[2001:db8::1]:8443/x":                      "https://[2001:db8::1]:8443/x",
		"https://go.shop.example/prices":                    "https://go.shop.example/prices",
		"https://shop.example:8443/l/x":                     "https://shop.example:8443/l/x",
		"https://shop.example?next=//evil":                  "https://shop.example?next=//evil",
		"https://shop.example/?q=café":                      "https://shop.example/?q=caf%C3%A9",
		"javascript:alert(1)":                               evidence.TargetForm,
		"JaVaScRiPt:alert(1)":                               evidence.TargetForm,
		"java\nscript:alert(1)":                             evidence.TargetForm,
		"data:text/html,x":                                  evidence.TargetForm,
		"file:///etc/passwd":                                evidence.TargetForm,
		"vbscript:x":                                        evidence.TargetForm,
		"//shop.example/x":                                  evidence.TargetForm,
		"/l/x":                                              evidence.TargetForm,
		"shop.example":                                      evidence.TargetForm,
		"https:shop.example":                                evidence.TargetForm,
		"https://":                                          evidence.TargetForm,
		"https:///x":                                        evidence.TargetForm,
		"https://shop.example\\@evil.example":               evidence.TargetForm,
		"https://shop.example/\r\nSet-Cookie:x":             evidence.TargetForm,
		"https://shop.example/a b":                          evidence.TargetForm,
		"https://shop.example/" + strings.Repeat("a", 2000): evidence.TargetForm,
		"https://shop.example@evil.example/":                evidence.TargetLogin,
		"https://me:secret@shop.example/":                   evidence.TargetLogin,
		"https://go.shop.example/nd/l/x":                    evidence.TargetOwn,
		"https://GO.shop.example./nd/L/x":                   evidence.TargetOwn,
		"http://go.shop.example:80/l/x":                     evidence.TargetOwn,
		"https://go.shop.example/nd//l/x":                   evidence.TargetOwn,
		"https://go.shop.example/nd/%6c/x":                  evidence.TargetOwn,
	} {
		got, err := evidence.CheckTarget(text, public)
		var wrong *evidence.TargetError
		if errors.As(err, &wrong) {
			got = wrong.Code
		}
		if got != want {
			t.Errorf("%q: %s (%v), want %s", text, got, err, want)
		}
	}
	u := evidence.UTM{Source: "late shift", Medium: "podcast"}
	for target, want := range map[string]string{
		"https://a.example":                       "https://a.example?utm_medium=podcast&utm_source=late+shift",
		"https://a.example/?utm_source=x&b=%20#f": "https://a.example/?b=%20&utm_medium=podcast&utm_source=late+shift#f",
	} {
		if got := u.Destination(target); got != want {
			t.Errorf("%s: %s", target, got)
		}
	}
}

func FuzzTarget(f *testing.F) {
	for _, s := range []string{"https://shop.example/x?y#z", "javascript:x", "https://a@b.example", "http://[::1%25eth0]/", "https://x.example/\\", "https://例え.example"} {
		f.Add(s, "a b")
	}
	f.Fuzz(func(t *testing.T, text, source string) {
		got, err := evidence.CheckTarget(text, "https://go.example")
		if err != nil {
			return
		}
		for _, s := range []string{got, evidence.UTM{Source: source}.Destination(got)} {
			if !strings.HasPrefix(s, "https://") && !strings.HasPrefix(s, "http://") || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
				t.Fatalf("%q became %q", text, s)
			}
		}
		if again, err := evidence.CheckTarget(got, "https://go.example"); err != nil || again != got {
			t.Fatalf("%q became %q and then %q, %v", text, got, again, err)
		}
	})
}

func FuzzSlug(f *testing.F) {
	f.Add("late-shift")
	f.Add("а/../%2e")
	f.Fuzz(func(t *testing.T, text string) {
		slug, err := evidence.CheckSlug(text)
		if err != nil {
			return
		}
		if again, err := evidence.CheckSlug(slug); err != nil || again != slug || evidence.Skeleton(slug) == "" || strings.ContainsAny(slug, "/.%?#\\ ") {
			t.Fatalf("%q became %q, %v", text, slug, err)
		}
	})
}

func TestLinks(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		put := func(link evidence.Link) (evidence.Link, error) {
			err := l.Write(t.Context(), func(tx *ledger.Tx) (err error) {
				link, err = evidence.PutLink(t.Context(), tx, link)
				return err
			})
			return link, err
		}
		a, err := put(evidence.Link{ID: "a", Slug: "late-shift", Name: "Late Shift", Target: "https://shop.example/", Service: evidence.OwnLinks, UTM: evidence.UTM{Source: "late-shift"}})
		if err != nil {
			t.Fatal(err)
		}
		var taken *evidence.TakenError
		if _, err := put(evidence.Link{ID: "b", Slug: "lateshlft", Target: "https://evil.example/", Service: evidence.OwnLinks, Workspace: "other"}); !errors.As(err, &taken) || taken.Slug != "late-shift" {
			t.Errorf("a slug that reads alike: %v", err)
		}
		for _, id := range []string{"x", "y"} { // of another service, without a slug
			if _, err := put(evidence.Link{ID: id, Name: id, Service: evidence.BitlyLinks, Address: "bit.ly/" + id}); err != nil {
				t.Error(err)
			}
		}
		hour := time.Date(2026, 11, 19, 9, 0, 0, 0, time.UTC)
		add := func(writer string, number, value int64) {
			t.Helper()
			ledgertest.Write(t, l, func(tx *ledger.Tx) error {
				return evidence.AddClicks(t.Context(), tx, evidence.ClickBatch{Writer: writer, Number: number, Clicks: []evidence.Clicks{{Link: "a", Start: hour, Span: feeds.HourSpan, Value: value}, {Link: "gone", Start: hour, Span: feeds.HourSpan, Value: 1}}})
			})
		}
		add("w", 1, 3)
		add("w", 1, 3) // its outcome was not learned
		add("w", 2, 2)
		add("v", 1, 1)
		found, _, err := evidence.ListLinks(t.Context(), l, evidence.LinkFilter{Text: "SHIFT"})
		if err != nil || len(found) != 1 || found[0].Clicks != 6 || !found[0].Last.Equal(hour) || found[0].Destination() != "https://shop.example/?utm_source=late-shift" {
			t.Errorf("%+v, %v", found, err)
		}
		if got, err := evidence.ClicksOf(t.Context(), l, []string{"gone"}, time.Time{}, time.Time{}); err != nil || len(got) != 0 {
			t.Errorf("clicks of no link: %v, %v", got, err)
		}
		served, err := evidence.ServedLinks(t.Context(), l)
		if err != nil || len(served) != 1 || served[evidence.Skeleton("LATESHIFT")].ID != "a" {
			t.Errorf("%v, %v", served, err)
		}
		version, err := evidence.LinksVersion(t.Context(), l)
		if err != nil {
			t.Fatal(err)
		}
		a.Target = "https://shop.example/new"
		if a, err = put(a); err != nil || a.Revision != 2 {
			t.Fatal(a, err)
		}
		if after, err := evidence.LinksVersion(t.Context(), l); err != nil || after == version {
			t.Errorf("a change isn't seen: %s, %v", after, err)
		}
		a.Revision = 1
		if _, err := put(a); !errors.Is(err, ledger.ErrConflict) {
			t.Errorf("over another's change: %v", err)
		}
		ledgertest.Write(t, l, func(tx *ledger.Tx) error { return evidence.DeleteLink(t.Context(), tx, "", "a", 0) })
		if got, err := evidence.ClicksOf(t.Context(), l, []string{"a"}, time.Time{}, time.Time{}); err != nil || len(got) != 0 {
			t.Errorf("clicks of a deleted link: %v, %v", got, err)
		}
	})
}

// Ten thousand links are listed by pages, and all are served.
func TestManyLinks(t *testing.T) {
	l := ledgertest.Open(t)
	const n = 10_000
	ledgertest.Write(t, l, func(tx *ledger.Tx) error {
		for i := range n {
			if _, err := evidence.PutLink(t.Context(), tx, evidence.Link{ID: fmt.Sprint("link", i), Slug: fmt.Sprintf("show-%s", strings.NewReplacer("0", "x", "1", "y").Replace(fmt.Sprint(i))), Target: "https://shop.example/", Service: evidence.OwnLinks}); err != nil {
				return err
			}
		}
		return nil
	})
	begun := time.Now()
	seen, cursor := map[string]bool{}, ""
	for {
		found, next, err := evidence.ListLinks(t.Context(), l, evidence.LinkFilter{Page: ledger.Page{Limit: 500, After: cursor}})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			seen[f.ID] = true
		}
		if cursor = next; cursor == "" {
			break
		}
	}
	served, err := evidence.ServedLinks(t.Context(), l)
	if err != nil || len(seen) != n || len(served) != n {
		t.Errorf("%d listed, %d served, %v", len(seen), len(served), err)
	}
	t.Logf("listed and loaded in %s", time.Since(begun))
}
