package feeds

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestAWarningHasTheSentenceOfItsCode(t *testing.T) {
	w := Warn("feed_move_failed", "It has moved to {host}: {why}.", "host", "new.example").Because(Warn("no_answer", "{host} didn't answer", "host", "new.example"))
	if w.Detail != "It has moved to new.example: new.example didn't answer." || w.Params["host"] != "new.example" || w.Cause.Code != "no_answer" {
		t.Errorf("%+v", w)
	}
	// What a source sends is not a placeholder.
	if w := Warn("x", "{a} and {b}", "a", "{b}", "b", "2"); w.Detail != "{b} and 2" {
		t.Errorf("%q", w.Detail)
	}
}

func TestAConditionKeepsTheFirstWarnings(t *testing.T) {
	c := Condition{Code: "no_answer", Error: "No answer."}
	c.SetWarnings([]Warning{Warn("a", "A."), Warn("b", "B."), Warn("c", "C."), Warn("d", "D.")})
	if c.Warnings != 4 || len(c.WarningDetails) != 3 || c.Error != "A. B. C." || c.Code != "" {
		t.Errorf("%+v", c)
	}
	if c.SetFault(nil); c.Error != "" || len(c.WarningDetails) != 0 {
		t.Errorf("after a fault: %+v", c)
	}
	if c.SetWarnings(nil); c.Warnings != 0 || c.Error != "" {
		t.Errorf("without warnings: %+v", c)
	}
	// Conditions that were stored before warnings had codes are shown in English.
	var old Condition
	if err := json.Unmarshal([]byte(`{"health":"healthy","error":"3 items have no date; the time of the first read is used.","warnings":1}`), &old); err != nil {
		t.Fatal(err)
	}
	if old.Warnings != 1 || !strings.HasPrefix(old.Error, "3 items") || old.WarningDetails != nil {
		t.Errorf("%+v", old)
	}
}
