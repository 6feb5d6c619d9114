package api

import (
	"strings"
	"testing"
)

func TestWhatJSONMayHold(t *testing.T) {
	ok := []string{
		``, `{}`, `[]`, `"a"`, `{"name":"Larkmeter","aliases":["a","b"],"own":true}`, `{"a":"\\u0000 is written so"}`, `{"a":"\\\\"}`,
		`{"a":"` + strings.Repeat(`,:[{`, 100_000) + `"}`,               // within a text nothing counts
		`{"sources":["` + strings.Repeat(`x","`, 19_000) + `"]}`,        // a long list
		strings.Repeat("[", 32) + strings.Repeat("]", 32),               // deep
		`[` + strings.Repeat(`{"a":1,"b":2},`, 2000) + `{"a":1,"b":2}]`, // many objects
		`}}}]]]`, `{"a":"unended`, `{"a":"unended\`, `{"a":"\u00`, "\"\x00\"", // for the parser to refuse
	}
	for _, s := range ok {
		if err := weigh([]byte(s)); err != nil {
			t.Errorf("%.60s: %v", s, err)
		}
	}
	bad := []string{
		`{"a":"\u0000"}`, `{"a":"x\\\u0000"}`, `{"\u0000":1}`,
		`{` + strings.Repeat(`"a":1,`, 201) + `"b":1}`,
		`[{` + strings.Repeat(`"a":1,`, 201) + `"b":1}]`,
		`[` + strings.Repeat(`1,`, 20_000) + `1]`,
		`[` + strings.Repeat(`{},`, 20_000) + `1]`,
		strings.Repeat("[", 33), strings.Repeat(`{"a":`, 33), strings.Repeat("[", 1_000_000),
	}
	for _, s := range bad {
		if err := weigh([]byte(s)); err == nil {
			t.Errorf("%.60s is taken", s)
		}
	}
}
