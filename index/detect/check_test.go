package detect_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
)

func names(n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprintf("Name %dx", i))
	}
	return out
}

func TestLimitsOfABrand(t *testing.T) {
	long := strings.Repeat("x", 201)
	for _, c := range []struct {
		name  string
		brand index.Brand
		field string // that is refused, or empty
	}{
		{"200 letters", index.Brand{ID: "a", Name: long[:200]}, ""},
		{"200 letters beyond ASCII", index.Brand{ID: "a", Name: strings.Repeat("é", 200)}, ""},
		{"201 letters", index.Brand{ID: "a", Name: long}, "name"},
		{"200 names", index.Brand{ID: "a", Name: "Fine", Aliases: names(150), Handles: names(50)}, ""},
		{"201 names", index.Brand{ID: "a", Name: "Fine", Aliases: names(150), Handles: names(51)}, "aliases"},
		{"500 context words", index.Brand{ID: "a", Name: "Fine", Context: names(500)}, ""},
		{"501 context words", index.Brand{ID: "a", Name: "Fine", Context: names(501)}, "context"},
		{"501 excluded words", index.Brand{ID: "a", Name: "Fine", Exclude: names(501)}, "context"},
		{"two letters", index.Brand{ID: "a", Name: "hp"}, ""},
		{"one letter with symbols", index.Brand{ID: "a", Name: "C#"}, ""},
		{"one Chinese character", index.Brand{ID: "a", Name: "蓝"}, ""},
		{"a digit", index.Brand{ID: "a", Name: "7"}, "name"},
		{"an empty alias", index.Brand{ID: "a", Name: "Fine", Aliases: []string{""}}, "aliases"},
		{"a handle of an @", index.Brand{ID: "a", Name: "Fine", Handles: []string{"@"}}, "handles"},
		{"a domain of dots", index.Brand{ID: "a", Name: "Fine", Domains: []string{"..."}}, "domains"},
		{"a mishearing of nothing", index.Brand{ID: "a", Name: "Fine", HeardAs: []string{" "}}, "heard_as"},
		{"an empty context word", index.Brand{ID: "a", Name: "Fine", Context: []string{""}}, ""},
	} {
		err := detect.Check(c.brand)
		var refused *detect.BrandError
		switch {
		case c.field == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.field != "" && (!errors.As(err, &refused) || refused.Field != c.field || refused.Brand != "a"):
			t.Errorf("%s: %v, want field %s", c.name, err, c.field)
		}
	}
}

func TestTheSecondBrandOfAnIDIsLeftOut(t *testing.T) {
	d, err := detect.New([]index.Brand{{ID: "a", Name: "Zorvel"}, {ID: "a", Name: "Quortex"}, {ID: "", Name: "Nobody"}, {ID: "b", Name: "Vlinq"}}, detect.Options{})
	for _, want := range []string{"more than one brand", "is missing"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v lacks %q", err, want)
		}
	}
	checkExamples(t, d, "en", []example{{"Zorvel, Quortex, Nobody and Vlinq", []string{"a=Zorvel", "b=Vlinq"}}})
}

func TestADetectorWithoutBrandsFindsNothing(t *testing.T) {
	d, err := detect.New(nil, detect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkExamples(t, d, "nl", []example{{"", nil}, {"Zorvel en Vlinq", nil}})
	if d.Contains("Zorvel") {
		t.Error("it holds a name")
	}
}

// Every brand that is accepted is found where its name stands by itself in the title case it
// was given, reported or unsure.
func TestEveryAcceptedNameIsFound(t *testing.T) {
	part := rapid.StringMatching(`[A-Z][a-z]{1,11}|[A-Z]{2,5}|[0-9]{1,3}[A-Z][a-z]{2,5}|[ÄÖÜÉ][a-zéüß]{2,8}|[蓝湖東京]{1,3}|[a-z]{2,6}[A-Z][a-z]{2,5}`)
	rapid.Check(t, func(t *rapid.T) {
		name := strings.Join(rapid.SliceOfN(part, 1, 8).Draw(t, "parts"), rapid.SampledFrom([]string{" ", "-", " & ", ".", "'"}).Draw(t, "between"))
		b := index.Brand{ID: "x", Name: name}
		if detect.Check(b) != nil {
			return
		}
		d, err := detect.New([]index.Brand{b}, detect.Options{})
		if err != nil {
			t.Fatal(err)
		}
		doc := &feeds.Document{Text: "we met, " + name + ", there"}
		if !slices.ContainsFunc(d.Detect(doc), func(h index.Hit) bool { return h.Surface == name }) {
			t.Fatalf("%q is not found: %+v", name, d.Detect(doc))
		}
		if !d.Contains(doc.Text) {
			t.Fatalf("%q is not contained", name)
		}
	})
}

// Of a name of more than six words the first six are looked up, whatever letter they end with.
func TestLongNamesWithWordsThatEndInAnAccent(t *testing.T) {
	for _, name := range []string{"Aa Bb Cc Dd Ee Café Ff", "Aa Bb Cc Dd Ee Fuß Ff Gg", "Één Bb Çç Dd Éé Ää Ff Ñandú", "A B C D E 東京 F G"} {
		d := mustNew(t, index.Brand{ID: "x", Name: name})
		if hits := d.Detect(&feeds.Document{Text: "we met, " + name + ", there"}); len(hits) != 1 || hits[0].Surface != name {
			t.Errorf("%q: %+v", name, hits)
		}
	}
}

func TestConfidenceHasThreeDigitsAndAThreshold(t *testing.T) {
	d := mustNew(t, append(world, grammarBrands...)...)
	rapid.Check(t, func(t *rapid.T) {
		doc := &feeds.Document{Text: strings.Join(rapid.SliceOfN(cueText, 1, 25).Draw(t, "parts"), " "), Language: "en"}
		hits := d.Detect(doc)
		for _, h := range hits {
			if h.Confidence < 0 || h.Confidence > 1 || h.Unsure != (h.Confidence < detect.Threshold) || fmt.Sprintf("%.3f", h.Confidence) != fmt.Sprintf("%.3f", float64(int(h.Confidence*1000+.5))/1000) {
				t.Fatalf("%q has confidence %v, unsure %v", h.Surface, h.Confidence, h.Unsure)
			}
		}
		for id, list := range detect.ByBrand(hits) {
			confidence, unsure := detect.Summarise(list)
			for _, h := range list {
				if h.Brand != id || h.Confidence > confidence || unsure && !h.Unsure {
					t.Fatalf("%s: %v %v from %+v", id, confidence, unsure, list)
				}
			}
		}
	})
}
