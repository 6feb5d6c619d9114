package detector

import (
	"testing"

	"github.com/namedrop/namedrop/index"
)

// A mention is amended when a person could see a difference in one of its hits.
func TestSameHit(t *testing.T) {
	second := func(s float64) *float64 { return &s }
	base := func() index.Hit {
		return index.Hit{
			Brand: "acme", Field: index.InText, Surface: "Acme", Start: 3, End: 7, Second: second(2.5), Speaker: "Ada", Quote: "we use Acme",
			Confidence: .9, Reason: "Sounds like “Acme”", Reasons: []index.Reason{index.NewReason(index.ReasonSoundsLike, "Acme")},
		}
	}
	if !sameHit(base(), base()) {
		t.Error("a hit is not the same as itself")
	}
	for name, change := range map[string]func(*index.Hit){
		"brand":      func(h *index.Hit) { h.Brand = "b" },
		"field":      func(h *index.Hit) { h.Field = index.InTitle },
		"surface":    func(h *index.Hit) { h.Surface = "acme" },
		"start":      func(h *index.Hit) { h.Start++ },
		"end":        func(h *index.Hit) { h.End++ },
		"second":     func(h *index.Hit) { h.Second = second(3) },
		"no second":  func(h *index.Hit) { h.Second = nil },
		"speaker":    func(h *index.Hit) { h.Speaker = "Bo" },
		"quote":      func(h *index.Hit) { h.Quote = "x" },
		"confidence": func(h *index.Hit) { h.Confidence = .8 },
		"sentence":   func(h *index.Hit) { h.Reason = "x" },
		"unsure":     func(h *index.Hit) { h.Unsure = true },
		"no reasons": func(h *index.Hit) { h.Reasons = nil },
		"code":       func(h *index.Hit) { h.Reasons[0].Code = index.ReasonAlias },
		"parameter":  func(h *index.Hit) { h.Reasons[0].Params = map[string]string{"name": "x"} },
		"side":       func(h *index.Hit) { h.Reasons[0].Against = true },
	} {
		a, b := base(), base()
		change(&b)
		if sameHit(a, b) || sameHit(b, a) {
			t.Errorf("another %s is not an amendment", name)
		}
	}
}
