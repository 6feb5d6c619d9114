package api_test

import (
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

type leadMatched struct {
	ID    string
	Match *struct {
		Tier, Show string
		JudgedBy   string `json:"judged_by"`
		Judged     *time.Time
	}
}

// What a person says about a lead is saved, can be taken back, and is for those who may write.
func TestJudgingALead(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	d := openAt(t, func() time.Time { return now })
	var sent leadsSent
	d.want(200, &sent, "POST", "/leads", `{"site":"shop","leads":[{"key":"1","answer":"a podcast","time":"2026-11-19T10:00:00Z"}]}`)
	path := "/leads/matches/" + sent.Leads[0]
	d.want(409, nil, "PUT", path, `{}`)
	d.want(422, nil, "PUT", path, `{"mention":"nothing"}`)
	d.want(422, nil, "PUT", path, `{"show":"No such show"}`)
	d.want(422, nil, "PUT", path, `{"tier":"other"}`)
	d.want(404, nil, "PUT", "/leads/matches/nobody", `{"tier":"none"}`)
	var l leadMatched
	d.want(200, &l, "PUT", path, `{"tier":"none"}`)
	if l.Match == nil || l.Match.Tier != "none" || l.Match.Judged == nil {
		t.Fatalf("%+v", l.Match)
	}
	reader := d.as(access.Read)
	d.want(403, nil, "PUT", path, `{"tier":"none"}`, reader...)
	d.want(403, nil, "DELETE", path, "", reader...)
	var list struct{ Items []leadMatched }
	for query, want := range map[string]int{"judged=only": 1, "judged=no": 0, "tier=none": 1, "tier=named,show": 0, "mention=x%25": 0} {
		list.Items = nil
		if d.want(200, &list, "GET", "/leads?"+query, ""); len(list.Items) != want {
			t.Errorf("%s: %d leads", query, len(list.Items))
		}
	}
	d.want(204, nil, "DELETE", path, "")
	l = leadMatched{}
	if d.want(200, &l, "GET", "/leads/"+sent.Leads[0], ""); l.Match != nil && l.Match.Judged != nil {
		t.Errorf("%+v", l.Match)
	}
	var choices struct{ Shows []any }
	d.want(200, &choices, "GET", "/leads/choices/"+sent.Leads[0], "")
	d.want(404, nil, "DELETE", "/leads/aliases/nothing", "")
}

// Leads are counted by show: each person once, with the stage and the value that they reached.
func TestLeadsByShow(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	d := openAt(t, func() time.Time { return now })
	var sent leadsSent
	d.want(200, &sent, "POST", "/leads", `{"site":"shop","leads":[
		{"key":"1","answer":"Paths","email":"ann@buyer.example","stage":"lead","value":5},{"key":"2","answer":"paths!","email":"ann@buyer.example","stage":"customer","value":100},
		{"key":"3","answer":"Paths","stage":"lead","value":900},{"key":"4","answer":"Paths","stage":"customer"},{"key":"5","answer":"Paths","test":true,"stage":"customer","value":7},
		{"key":"6","answer":"Tides"},{"key":"7","answer":"a podcast"}]}`)
	err := d.a.Ledger().Write(t.Context(), func(tx *ledger.Tx) error {
		for i, m := range []evidence.LeadMatch{
			{Tier: "named", Show: "Paths"}, {Tier: "show", Show: "paths"}, {Tier: "show", Show: "Paths"}, {Tier: "show", Show: "Paths"}, {Tier: "show", Show: "Paths"},
			{Tier: "show", Show: "Tides"}, {Tier: "channel"},
		} {
			m.Lead, m.JudgedBy = sent.Leads[i], "Ann"
			if err := evidence.JudgeMatch(t.Context(), tx, "", m); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Items []struct {
			Show                                 string
			Leads, Named, Confirmed, Won, Valued int
			Value                                float64
			Stages                               map[string]int
		}
		Leads, Answered int
	}
	d.want(200, &got, "GET", "/leads/shows?site=shop", "")
	if len(got.Items) != 2 || got.Leads != 6 || got.Answered != 6 {
		t.Fatalf("%+v", got)
	}
	if p := got.Items[0]; p.Show != "Paths" || p.Leads != 3 || p.Named != 1 || p.Won != 2 || p.Value != 100 || p.Valued != 1 || p.Stages["lead"] != 1 || p.Stages["customer"] != 2 {
		t.Errorf("%+v", p)
	}
}
