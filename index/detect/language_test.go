package detect_test

import (
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

var dutchBrands = []index.Brand{
	{ID: "dijk", Name: "Datadijk", Language: "nl"},
	{ID: "kompas", Name: "Kompas", Language: "nl"},
	{ID: "tal", Name: "Tal", Language: "nl"},
	{ID: "zorv", Name: "Zorvelta"},
}

func TestDutchCompoundsAndEndings(t *testing.T) {
	checkExamples(t, mustNew(t, dutchBrands...), "nl", []example{
		{"De Datadijkkoppeling werkt weer.", []string{"dijk=Datadijkkoppeling"}},
		{"Een Datadijktje voor thuis.", []string{"dijk=Datadijktje"}},
		{"Alle Datadijkers kwamen.", []string{"dijk=Datadijkers"}},
		{"De Datadijk-koppeling werkt.", []string{"dijk=Datadijk"}},
		{"Datadijks prijzen zijn eerlijk.", []string{"dijk=Datadijks"}},
		{"Datadijk’s prijzen zijn eerlijk.", []string{"dijk=Datadijk"}},
		{"De Datadijkxq is niets.", nil},
		{"De Zorveltakoppeling van een Engels merk.", nil},
		{"Talloze koppelingen en taltjes.", nil},
	})
}

func TestCompoundsNeedBothLanguages(t *testing.T) {
	d := mustNew(t, dutchBrands...)
	const text = "De Datadijkkoppeling werkt weer."
	for language, want := range map[string]int{"nl": 1, "nl-BE": 1, "NL": 1, "de": 0, "en": 0, "": 0} {
		if got := len(d.Detect(&feeds.Document{Text: text, Language: language})); got != want {
			t.Errorf("in a document of %q it has %d hits, want %d", language, got, want)
		}
	}
}

func TestDutchWords(t *testing.T) {
	checkExamples(t, mustNew(t, dutchBrands...), "nl", []example{
		{"Hij had een kompas bij zich. Toen kwam An.", []string{"kompas=kompas?"}},
		{"Wij plannen alles in Kompas sinds kort.", []string{"kompas=Kompas"}},
		{"De Kompas is oud. Toen kwam An.", []string{"kompas=Kompas"}},
	})
}

func TestGermanNounsHaveCapitalsAnyway(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "leuchte", Name: "Leuchte", Language: "de", Context: []string{"Tarif"}}, index.Brand{ID: "rech", Name: "Rechnio", Language: "de"}, index.Brand{ID: "uber", Name: "Uber"})
	checkExamples(t, d, "de", []example{
		{"Die Leuchte im Flur ist kaputt.", []string{"leuchte=Leuchte?"}},
		{"Der Tarif von Leuchte ist neu.", []string{"leuchte=Leuchte"}},
		{"Wir nutzen Rechnio seit Mai.", []string{"rech=Rechnio"}},
		{"Die Rechniokunden sind zufrieden.", []string{"rech=Rechniokunden"}},
		{"Die Rechnioer feiern.", []string{"rech=Rechnioer"}},
		{"Wir reden über Preise.", []string{"uber=über?"}},
		{"Wir fahren mit Uber nach Hause.", []string{"uber=Uber?"}},
	})
}

// A word of the document's language is a word, and so is one of the brand's language.
func TestDictionariesOfBothLanguagesCount(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "kompas", Name: "Kompas"}, index.Brand{ID: "nlkompas", Name: "Kompas", Language: "nl"})
	for language, want := range map[string]map[string]index.ReasonCode{
		"en": {"kompas": index.ReasonName, "nlkompas": index.ReasonDictionaryWord},
		"nl": {"kompas": index.ReasonDictionaryWord, "nlkompas": index.ReasonDictionaryWord},
		"xx": {"kompas": index.ReasonName, "nlkompas": index.ReasonDictionaryWord},
	} {
		for _, h := range d.Detect(&feeds.Document{Text: "We plan in Kompas.", Language: language}) {
			if got := h.Reasons[0].Code; got != want[h.Brand] {
				t.Errorf("%s in %s is %s, want %s", h.Brand, language, got, want[h.Brand])
			}
		}
	}
}
