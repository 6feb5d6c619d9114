package detect_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
)

func TestFeedbackIsBoundedAndMonotonic(t *testing.T) {
	count := rapid.IntRange(-5, 1<<40)
	rapid.Check(t, func(t *rapid.T) {
		f := detect.Feedback{Confirmed: count.Draw(t, "confirmed"), Dismissed: count.Draw(t, "dismissed")}
		s := f.Shift()
		if math.IsNaN(s) || s < -1.5 || s > 1.5 {
			t.Fatalf("shift %v", s)
		}
		more := f
		more.Confirmed++
		if more.Shift() < s {
			t.Fatalf("a confirmation lowers %v to %v", s, more.Shift())
		}
		if back := (detect.Feedback{Confirmed: f.Dismissed, Dismissed: f.Confirmed}).Shift(); math.Abs(back+s) > 1e-9 {
			t.Fatalf("the opposite of %v is %v", s, back)
		}
	})
}

func TestFeedbackInWords(t *testing.T) {
	for want, f := range map[string]detect.Feedback{
		"no mention has been": {},
		"12 confirmed, 0 dismissed (100 % right): this raises": {Confirmed: 12},
		"0 confirmed, 12 dismissed (0 % right): this lowers":   {Dismissed: 12},
		"2 confirmed, 2 dismissed (50 % right): this leaves":   {Confirmed: 2, Dismissed: 2},
	} {
		if got := f.Explain(); !strings.HasPrefix(got, want) {
			t.Errorf("%+v: %q, want %q", f, got, want)
		}
	}
	if _, ok := (detect.Feedback{}).Precision(); ok {
		t.Error("a precision without decisions")
	}
	if p, _ := (detect.Feedback{Confirmed: 1, Dismissed: 3}).Precision(); p != .25 {
		t.Errorf("precision %v", p)
	}
}

func TestFeedbackIsAReason(t *testing.T) {
	for code, f := range map[index.ReasonCode]detect.Feedback{index.ReasonConfirmations: {Confirmed: 30}, index.ReasonDismissals: {Dismissed: 30}} {
		d, err := detect.New([]index.Brand{{ID: "zorv", Name: "Zorvel"}}, detect.Options{Feedback: map[string]detect.Feedback{"zorv": f, "other": {Dismissed: 99}}})
		if err != nil {
			t.Fatal(err)
		}
		h := only(t, d, feeds.Document{Text: "we use Zorvel"})
		if !h.HasReason(code) || h.Unsure {
			t.Errorf("%+v: %v, unsure %v", f, codes(h), h.Unsure)
		}
	}
}

func TestHeardAsIsTaught(t *testing.T) {
	b := index.Brand{ID: "nextorra", Name: "Nextorra", HeardAs: []string{"next aura"}}
	for _, c := range []struct {
		surface string
		want    []string
		refused bool
	}{
		{"Next  Tora", []string{"next aura", "next tora"}, false},
		{"NEXT AURA", []string{"next aura"}, false}, // known
		{"nex torra", []string{"next aura"}, false}, // the name itself, written apart
		{"tomorrow", []string{"next aura"}, true},   // an everyday word
		{"next week", []string{"next aura", "next week"}, false},
		{"?!", []string{"next aura"}, true},
		{"", []string{"next aura"}, true},
		{strings.Repeat("x", 300), []string{"next aura"}, true},
	} {
		got, err := detect.AddHeardAs(b, c.surface)
		var refused *detect.BrandError
		if errors.As(err, &refused) != c.refused || !c.refused && !slices.Equal(got.HeardAs, c.want) {
			t.Errorf("%.20q: %v, %v; want %v, refused %v", c.surface, got.HeardAs, err, c.want, c.refused)
		}
	}
	if got := detect.RemoveHeardAs(b, " Next   AURA "); len(got.HeardAs) != 0 || len(b.HeardAs) != 1 {
		t.Errorf("removed: %v of %v", got.HeardAs, b.HeardAs)
	}
	if got := detect.RemoveHeardAs(b, "aura"); len(got.HeardAs) != 1 {
		t.Errorf("another one was removed: %v", got.HeardAs)
	}
}
