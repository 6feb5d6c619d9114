package detect_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
)

// example is one text and the hits that it should give: "brand=surface", with a question mark
// after those that are unsure.
type example struct {
	text string
	want []string
}

// checkExamples checks examples in one language. The texts are written ones, such as posts.
func checkExamples(t *testing.T, d *detect.Detector, language string, stories []example) {
	t.Helper()
	for _, s := range stories {
		doc := &feeds.Document{Text: s.text, Language: language}
		if diff := cmp.Diff(s.want, found(t, d, doc)); diff != "" {
			t.Errorf("%s %q (-want +got):\n%s", language, s.text, diff)
		}
	}
}

// found lists the hits in a document's text and checks what holds for every hit.
func found(t *testing.T, d *detect.Detector, doc *feeds.Document) (out []string) {
	t.Helper()
	hits := d.Detect(doc)
	check(t, doc, hits)
	for _, h := range hits {
		checkReasons(t, h)
		if h.Field != index.InText {
			continue
		}
		s := h.Brand + "=" + h.Surface
		if h.Unsure {
			s += "?"
		}
		out = append(out, s)
	}
	return out
}

// checkReasons checks that the sentence of a hit is made of its reasons.
func checkReasons(t *testing.T, h index.Hit) {
	t.Helper()
	if len(h.Reasons) == 0 || h.Reason != index.Sentence(h.Reasons) {
		t.Errorf("%q: reasons %v, sentence %q", h.Surface, h.Reasons, h.Reason)
	}
	for _, r := range h.Reasons {
		if !slices.Contains(index.ReasonCodes(), r.Code) || strings.Contains(r.Text(), "{") {
			t.Errorf("%q: reason %+v reads %q", h.Surface, r, r.Text())
		}
	}
}

// codes lists the reasons of a hit, those against it with a minus.
func codes(h index.Hit) (out []string) {
	for _, r := range h.Reasons {
		s := string(r.Code)
		if r.Against {
			s = "-" + s
		}
		for _, v := range r.Params {
			s += "=" + v
		}
		out = append(out, s)
	}
	return out
}

// only returns the first hit in a text, sure or not.
func only(t *testing.T, d *detect.Detector, doc feeds.Document) index.Hit {
	t.Helper()
	hits := d.Detect(&doc)
	if len(hits) != 1 {
		t.Fatalf("%q has %d hits, want 1: %+v", doc.Text, len(hits), hits)
	}
	return hits[0]
}
