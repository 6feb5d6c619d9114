package api_test

import "testing"

// Beside each English sentence about a query is the same as a code with parameters.
func TestQueriesAreExplainedInCodes(t *testing.T) {
	d := open(t)
	type clause struct {
		Code, Text, Field string
		Values            []string
		Parts             []clause
	}
	type explanation struct {
		Clause   clause
		Optional []string
	}
	var found struct {
		Explain, Instead string
		Explanation      explanation
		Relaxed          *explanation
	}
	d.want(200, &found, "GET", "/search?q=the+zeppelins+lang:nl", "")
	c := found.Explanation.Clause
	if found.Explain == "" || c.Code != "all" || len(c.Parts) != 2 || len(found.Explanation.Optional) != 1 || found.Explanation.Optional[0] != "the" {
		t.Errorf("explanation %+v", found)
	}
	for _, p := range c.Parts {
		if !(p.Code == "word_forms" && p.Text == "zeppelins" || p.Code == "field" && p.Field == "lang" && len(p.Values) == 1 && p.Values[0] == "nl") {
			t.Errorf("part %+v", p)
		}
	}
	var bad struct {
		Code, Detail, Reason string
		At                   *int
		Params               map[string]string
	}
	d.want(422, &bad, "GET", "/search?q=acme+brnad:acme", "")
	if bad.Code != "invalid" || bad.Detail == "" || bad.At == nil || *bad.At != 5 {
		t.Errorf("problem %+v", bad)
	}
	if bad.Reason != "unknown_field" || bad.Params["field"] != "brnad" || bad.Params["suggestion"] != "brand" {
		t.Errorf("problem %+v", bad)
	}
	d.want(422, &bad, "GET", "/search?q=brand:nobody", "")
	if bad.Reason != "unknown_brand" || bad.Params["brand"] != "nobody" {
		t.Errorf("problem %+v", bad)
	}
	// If no document has all the words, one with most of them is shown, and both the page and the
	// totals report that.
	d.want(200, nil, "POST", "/imports/documents", `{"id":"a","kind":"post","language":"en","text":"We moved to Larkmeter last year."}`, "Content-Type", "application/jsonl")
	d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter"}`)
	d.settle()
	for _, q := range []string{"/search?q=larkmeter+zeppelins", "/search/totals?q=larkmeter+zeppelins"} {
		found.Instead, found.Relaxed = "", nil
		d.want(200, &found, "GET", q, "")
		if found.Relaxed == nil || found.Relaxed.Clause.Code != "word_forms" || found.Relaxed.Clause.Text != "larkmeter" || found.Instead == "" {
			t.Errorf("%s: instead %q, relaxed %+v", q, found.Instead, found.Relaxed)
		}
	}
	var explained struct {
		Items []struct {
			Passages []struct {
				Why     []string
				Reasons []struct {
					Clause  clause
					Matched string
					Times   int
				}
			}
		}
	}
	d.want(200, &explained, "GET", "/search?q=moving&explain=true", "")
	if len(explained.Items) != 1 || len(explained.Items[0].Passages) != 1 {
		t.Fatalf("found %+v", explained)
	}
	p := explained.Items[0].Passages[0]
	if len(p.Why) != 1 || len(p.Reasons) != 1 || p.Reasons[0].Clause.Text != "moving" || p.Reasons[0].Matched != "moved" || p.Reasons[0].Times != 1 {
		t.Errorf("reasons %+v", p)
	}
}
