package feeds_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
)

// noon is when most tests happen.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func TestLeadText(t *testing.T) {
	for _, c := range []struct {
		in, want string
		cut      bool
	}{
		{"  a podcast\r\nwith Ana\x00\x1b ", "a podcast\nwith Ana", false},
		{"\xffpodcast", "\ufffdpodcast", false},
		{strings.Repeat("a", feeds.MaxLeadText), strings.Repeat("a", feeds.MaxLeadText), false},
		{strings.Repeat("é", feeds.MaxLeadText), strings.Repeat("é", (feeds.MaxLeadText-3)/2) + "…", true},
		{"", "", false},
	} {
		if got, cut := feeds.LeadText(c.in); got != c.want || cut != c.cut || len(got) > feeds.MaxLeadText {
			t.Errorf("%.20q: %d bytes, %t", c.in, len(got), cut)
		}
	}
}

func TestLandingPage(t *testing.T) {
	for in, want := range map[string]string{
		"https://shop.example/pricing?gclid=1&utm_source=podcast&UTM_Medium=audio&email=pat@buyer.example#top": "/pricing?utm_medium=audio&utm_source=podcast",
		"/pricing": "/pricing", "pricing?x=1": "/pricing", "https://shop.example": "/", "": "", "mailto:pat@buyer.example": "",
		"https://shop.example/u/pat@buyer.example/edit":   "/u/…/edit",
		"https://shop.example/u/pat%40buyer.example":      "/u/…",
		"https://shop.example/a?utm_source=pat@b.example": "/a",
		"?utm_source=podcast":                             "?utm_source=podcast",
		"https://user:secret@shop.example/a":              "/a",
		"://":                                             "",
	} {
		if got := feeds.LandingPage(in); got != want {
			t.Errorf("%s is %q, want %q", in, got, want)
		}
	}
	if got := feeds.LandingPage("/" + strings.Repeat("é", 1000)); len(got) > 500 || !utf8.ValidString(got) {
		t.Errorf("%d bytes", len(got))
	}
}

func TestALeadTwiceIsOneLead(t *testing.T) {
	a, b := feeds.LeadSource{ID: "a"}, feeds.LeadSource{ID: "b"}
	first := a.Lead("51", noon)
	if again := a.Lead("51", noon.AddDate(0, 0, 1)); again.ID != first.ID || len(first.ID) != 20 {
		t.Errorf("%s and %s", first.ID, again.ID)
	}
	if other := b.Lead("51", noon); other.ID == first.ID {
		t.Error("two sources share a lead")
	}
	long := strings.Repeat("x", 10_000)
	if l := a.Lead(long, noon); len(l.Key) > 200 || l.ID != a.Lead(l.Key, noon).ID || l.ID == a.Lead(long+"x", noon).ID {
		t.Errorf("a long key is %q", l.Key)
	}
}

func TestPeopleAreKeptAsKeyedHashes(t *testing.T) {
	src := feeds.LeadSource{ID: "a", HashKey: "one"}
	var l feeds.Lead
	src.SetPerson(&l, " Pat@Buyer.example ")
	if l.Person == "" || strings.Contains(strings.ToLower(l.Person), "pat") || l.Address != "" || l.Test {
		t.Errorf("%+v", l)
	}
	if src.Person("pat@buyer.example") != l.Person {
		t.Error("case and spaces make two people of one")
	}
	other := src
	if other.HashKey = "two"; other.Person("pat@buyer.example") == l.Person {
		t.Error("the hash doesn't depend on the key")
	}
	if (feeds.LeadSource{}).Person("pat@buyer.example") != "" {
		t.Error("a hash without a key can be guessed")
	}
	for _, no := range []string{"", "pat", "@b.example", "pat@buyer", "a b@c.example", strings.Repeat("a", 400) + "@b.example"} {
		if src.Person(no) != "" {
			t.Errorf("%.20q is a person", no)
		}
	}
	src.KeepAddress = true
	if src.SetPerson(&l, "Pat@Buyer.example "); l.Address != "Pat@Buyer.example" {
		t.Errorf("kept is %q", l.Address)
	}
	if src.SetPerson(&l, "no address"); l.Address != "" || l.Person != "" {
		t.Errorf("%+v", l)
	}
	if src.SetPerson(&l, "test@buyer.example"); !l.Test {
		t.Error("a test is not seen")
	}
}

func FuzzLead(f *testing.F) {
	f.Add("https://shop.example/a@b?utm_source=x", "how\x00 did")
	f.Add("%zz", "\xff")
	f.Fuzz(func(t *testing.T, address, text string) {
		page := feeds.LandingPage(address)
		if strings.Contains(page, "@") || len(page) > 1000 || !utf8.ValidString(page) {
			t.Errorf("%q is %q", address, page)
		}
		var l feeds.Lead
		if l.SetTexts(text, text); len(l.Answer) > feeds.MaxLeadText || !utf8.ValidString(l.Answer) || l.Answer != l.Note {
			t.Errorf("%q", l.Answer)
		}
	})
}
