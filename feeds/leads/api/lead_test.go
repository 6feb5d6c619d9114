package api_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/leads/api"
)

var (
	now    = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	source = feeds.LeadSource{ID: "s", HashKey: "key"}
)

func TestALeadOfAProgram(t *testing.T) {
	value := 12.5
	sent := api.Lead{
		Key: " 42 ", Time: now.Add(-time.Hour), Stage: "Sales Qualified", Value: &value, Answer: strings.Repeat("<b>", 40<<10), Note: "keen",
		Landing: "https://shop.example/pricing?gclid=x&utm_source=pod", Email: "Pat@buyer.example",
	}
	l, err := sent.Of(source, now)
	if err != nil {
		t.Fatal(err)
	}
	if l.Key != "42" || l.ID != source.Lead("42", now).ID || !l.Time.Equal(now.Add(-time.Hour)) || l.Stage != "sales_qualified" || *l.Value != value || !l.Cut || len(l.Answer) > feeds.MaxLeadText ||
		l.Landing != "/pricing?utm_source=pod" || l.Person != source.Person("pat@buyer.example") || l.Address != "" || l.Test || l.Imported {
		t.Errorf("%+v", l)
	}
	again, err := sent.Of(source, now.Add(time.Hour))
	if err != nil || again.ID != l.ID || !again.Time.Equal(l.Time) {
		t.Errorf("%+v, %v", again, err)
	}
	bare, err := api.Lead{Key: "43", Email: "test@example.com"}.Of(source, now)
	if err != nil || !bare.Time.Equal(now) || bare.Stage != "lead" || !bare.Test {
		t.Errorf("%+v, %v", bare, err)
	}
	// A clock that is a little fast is no reason to refuse a lead, whose time is now then.
	if fast, err := (api.Lead{Key: "44", Time: now.Add(4 * time.Minute)}).Of(source, now); err != nil || !fast.Time.Equal(now) {
		t.Errorf("%+v, %v", fast, err)
	}
}

func TestLeadsThatAreRefused(t *testing.T) {
	nan := math.NaN()
	for code, l := range map[string]api.Lead{
		"lead_key_address": {Key: "pat@buyer.example"}, "lead_in_future": {Key: "1", Time: now.Add(6 * time.Minute)},
		"lead_too_old": {Key: "1", Time: time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)}, "lead_value": {Key: "1", Value: &nan},
	} {
		_, err := l.Of(source, now)
		var field *feeds.FieldError
		if !errors.As(err, &field) || field.Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	if _, err := (api.Lead{Key: "  "}).Of(source, now); err == nil {
		t.Error("a lead without a key is taken")
	}
}
