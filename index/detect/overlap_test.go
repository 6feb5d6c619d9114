package detect_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

func TestOverlappingNames(t *testing.T) {
	checkExamples(t, mustNew(t,
		index.Brand{ID: "north", Name: "Northwind"}, index.Brand{ID: "analytics", Name: "Northwind Analytics"},
		index.Brand{ID: "wind", Name: "Wind Analytics Group"}, index.Brand{ID: "twin", Name: "Northwind"},
		index.Brand{ID: "caps", Name: "NORTHWIND"},
	), "en", []example{
		{"Northwind Analytics grew.", []string{"analytics=Northwind Analytics"}},
		{"Northwind grew.", []string{"north=Northwind", "twin=Northwind"}},
		{"NORTHWIND grew, said Jo.", []string{"caps=NORTHWIND"}},
		{"northwind analytics group", []string{"analytics=northwind analytics"}},
		{"Northwind. Analytics grew.", []string{"north=Northwind", "twin=Northwind"}},
		{"North Wind Analytics Group grew.", []string{"wind=Wind Analytics Group"}},
	})
}

func TestAliasesOfOneBrandGiveOneHit(t *testing.T) {
	checkExamples(t, mustNew(t, index.Brand{ID: "tarnow", Name: "Tarnow Systems", Aliases: []string{"Tarnow", "Tarnow Systems Inc", "TARNOW"}, Domains: []string{"tarnow.example"}, Handles: []string{"tarnow"}}), "en", []example{
		{"Tarnow Systems Inc grew.", []string{"tarnow=Tarnow Systems Inc"}},
		{"Tarnow Systems grew.", []string{"tarnow=Tarnow Systems"}},
		{"Tarnow grew.", []string{"tarnow=Tarnow"}},
		{"@tarnow grew.", []string{"tarnow=tarnow"}},
		{"See tarnow.example.", []string{"tarnow=tarnow.example"}},
		{"Tarnow tarnow TARNOW", []string{"tarnow=Tarnow", "tarnow=tarnow", "tarnow=TARNOW"}},
	})
}

// No two hits of a brand share text, and no two brands do unless their hits are the same.
func TestHitsDoNotOverlap(t *testing.T) {
	d := mustNew(t, append(world, index.Brand{ID: "peakt", Name: "Peak Tarnow"}, index.Brand{ID: "hub2", Name: "Hub Peak"}, index.Brand{ID: "sons", Name: "Sons and Hub"})...)
	rapid.Check(t, func(t *rapid.T) {
		doc := &feeds.Document{Origin: feeds.Captions, Title: "HubPeak", Cues: []feeds.Cue{{End: 9}}}
		for _, p := range rapid.SliceOfN(cueText, 1, 30).Draw(t, "parts") {
			doc.Cues[0].Text += p + " "
		}
		hits := d.Detect(doc)
		for i, a := range hits {
			for _, b := range hits[i+1:] {
				if a.Field != index.InText || b.Field != a.Field || a.End <= b.Start || b.End <= a.Start {
					continue
				}
				if a.Brand == b.Brand || a.Start != b.Start || a.End != b.End {
					t.Fatalf("%s %q and %s %q share text in %q", a.Brand, a.Surface, b.Brand, b.Surface, doc.Body())
				}
			}
		}
	})
}
