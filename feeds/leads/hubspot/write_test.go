package hubspot_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/leads/hubspot"
	"github.com/namedrop/namedrop/feeds/leads/hubspot/hubspottest"
)

// What leads mean is written to the property that is named, and to nothing where none is. A contact that is gone
// holds nobody up; a refusal ends the round, and says what to do.
func TestWritingBack(t *testing.T) {
	c := hubspottest.New(t)
	c.Add(51, now.Add(-time.Hour), "email", "pat@buyer.example")
	c.Add(53, now.Add(-time.Hour), "email", "kim@buyer.example")
	r, src := reader(t, now), source(c.URL)
	if r.Writes(src) {
		t.Error("it writes without being asked to")
	}
	src.Settings = json.RawMessage(`{"write_to":"heard_on"}`)
	if !r.Writes(src) {
		t.Error("it doesn't write")
	}
	leads := []feeds.LeadMeaning{{Key: "51", Text: "Square Talk"}, {Key: "52", Text: "gone"}, {Key: "53/../51", Text: "escaped"}, {Key: "53", Text: ""}}
	for _, dated := range []bool{true, false} {
		c.Set(func(c *hubspottest.Server) { c.Dated = dated })
		if done, warnings := r.Write(t.Context(), src, leads); done != 4 || len(warnings) > 0 {
			t.Errorf("%d, %v", done, warnings)
		}
	}
	if got := c.Property(51, "heard_on"); got != "Square Talk" {
		t.Errorf("51 has %q", got)
	}
	for _, x := range []struct {
		status int
		body   string
		code   string
	}{
		{403, `{"category":"MISSING_SCOPES"}`, "hubspot_write_forbidden"}, {401, `{}`, "hubspot_write_forbidden"},
		{400, `{"category":"VALIDATION_ERROR","errors":[{"code":"PROPERTY_DOESNT_EXIST"}]}`, "hubspot_write_refused"},
		{429, `{"policyName":"TEN_SECONDLY_ROLLING"}`, "hubspot_write_later"}, {503, ``, "hubspot_write_later"}, {302, "https://elsewhere.example", "hubspot_write_later"},
		{200, `<html>`, "hubspot_write_later"},
	} {
		c.Set(func(c *hubspottest.Server) { c.Refuse = func() (int, string) { return x.status, x.body } })
		done, warnings := r.Write(t.Context(), src, leads)
		if done != 0 || len(warnings) != 1 || warnings[0].Code != x.code {
			t.Errorf("%d: %d, %v", x.status, done, warnings)
		}
	}
	for i, name := range []string{"email", "hs_lead_status", "how_did_you_hear_about_us", "Heard On", "lifecyclestage"} {
		if err := hubspot.Spec().Check(feeds.LeadSource{URL: hubspot.Cloud, Settings: json.RawMessage(fmt.Sprintf(`{"write_to":%q}`, name))}); err == nil {
			t.Errorf("%d: it would write to %s", i, name)
		}
	}
}
