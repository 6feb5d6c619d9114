package adapters_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/adapters"
)

func TestLeads(t *testing.T) {
	env := adapters.Env{Transport: http.DefaultTransport, UserAgent: "test", Now: time.Now}
	built, err := adapters.BuildLeads(adapters.Leads(), env)
	if err != nil || len(built) != 5 {
		t.Fatalf("%d adapters, %v", len(built), err)
	}
	for _, a := range built {
		if a.Name == "" || a.Summary == "" || a.Limits == "" {
			t.Errorf("%s says little of itself", a.Type)
		}
		for _, f := range a.Fields {
			if f.Name == "" || f.Kind == "" || f.Label == "" {
				t.Errorf("%s: a field has no name, kind or label: %+v", a.Type, f)
			}
		}
	}
	line := func(t feeds.LeadType, made any) adapters.LeadsLine {
		return adapters.LeadsLine{LeadSpec: feeds.LeadSpec{Type: t}, Make: func(adapters.Env) (any, error) { return made, nil }}
	}
	for name, lines := range map[string][]adapters.LeadsLine{
		"no type": {line("", built[0].File)}, "twice": {line("a", built[0].File), line("a", built[0].File)}, "nothing": {line("a", 1)},
	} {
		if _, err := adapters.BuildLeads(lines, env); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
