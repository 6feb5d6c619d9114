package feeds

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestSourcesAreCheckedByTheFieldsOfTheirType(t *testing.T) {
	spec := Spec{
		Type: "social", Name: "Social",
		Fields: []Field{
			{Name: QueryField, Kind: FieldText, Required: true, Label: "Words"},
			{Name: "host", Kind: FieldURL, Default: "https://social.example"},
			{Name: "sort", Kind: FieldChoice, Choices: []Choice{{"new", "New"}, {"top", "Top"}}},
			{Name: "pages", Kind: FieldNumber},
			{Name: "replies", Kind: FieldSwitch},
			{Name: "token", Kind: FieldSecret},
		},
		Check: func(s Source) error {
			if s.Query == "forbidden" {
				return errors.New("Nobody may search for that.")
			}
			return nil
		},
	}
	for name, tt := range map[string]struct {
		source   Source
		settings string
		wrong    string
	}{
		"defaults":        {Source{Query: " acme "}, `{"host":"https://social.example"}`, ""},
		"everything":      {Source{Query: "acme", Secret: "s", Settings: json.RawMessage(`{"replies":"true","pages":"3","sort":"top","host":"http://a.example"}`)}, `{"host":"http://a.example","pages":3,"replies":true,"sort":"top"}`, ""},
		"typed":           {Source{Query: "acme", Settings: json.RawMessage(`{"replies":false,"pages":2.5}`)}, `{"host":"https://social.example","pages":2.5,"replies":false}`, ""},
		"missing":         {Source{}, "", `"Words" is needed`},
		"unknown":         {Source{Query: "a", Settings: json.RawMessage(`{"smell":1}`)}, "", "no field called \"smell\""},
		"no object":       {Source{Query: "a", Settings: json.RawMessage(`[1]`)}, "", "not an object"},
		"several values":  {Source{Query: "a", Settings: json.RawMessage(`{"sort":["new"]}`)}, "", "takes one value"},
		"no choice":       {Source{Query: "a", Settings: json.RawMessage(`{"sort":"old"}`)}, "", "one of new, top"},
		"no number":       {Source{Query: "a", Settings: json.RawMessage(`{"pages":"many"}`)}, "", "not a number"},
		"no web address":  {Source{Query: "a", Settings: json.RawMessage(`{"host":"ftp://x"}`)}, "", "not a web address"},
		"no switch":       {Source{Query: "a", Settings: json.RawMessage(`{"replies":"perhaps"}`)}, "", "true or false"},
		"an address":      {Source{Query: "a", URL: "https://x.example"}, "", "takes no address"},
		"adapter says no": {Source{Query: "forbidden"}, "", "Nobody may"},
	} {
		err := spec.Validate(&tt.source)
		if tt.wrong == "" && (err != nil || string(tt.source.Settings) != tt.settings || tt.source.Query != "acme") {
			t.Errorf("%s: %s %q %v", name, tt.source.Settings, tt.source.Query, err)
		}
		if tt.wrong != "" && (err == nil || !strings.Contains(err.Error(), tt.wrong) || !strings.HasSuffix(err.Error(), ".")) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatMakesTwoSourcesTheSame(t *testing.T) {
	spec := Spec{Type: "social"}
	same := Source{Type: "social", Query: "acme", Workspace: "w"}
	if id := spec.Identity(Source{URL: "https://a.example"}); id != "" {
		t.Errorf("a feed is its address, not %q", id)
	}
	seen := map[string]bool{spec.Identity(same): true}
	for _, other := range []Source{{Type: "social", Query: "quill", Workspace: "w"}, {Type: "social", Query: "acme", Workspace: "v"}, {Type: "social", Query: "acme", Workspace: "w", Settings: json.RawMessage(`{"a":1}`)}} {
		if id := spec.Identity(other); seen[id] {
			t.Errorf("%q twice", id)
		} else {
			seen[id] = true
		}
	}
}

// A source that is nothing but its type, as all of a stream, is the same each time and has a key.
func TestASourceWithoutAddressHasAnIdentity(t *testing.T) {
	s := Spec{Type: "stream"}
	one, other := s.Identity(Source{Type: "stream"}), s.Identity(Source{Type: "stream", Query: "acme"})
	if one == "" || one == other || one != s.Identity(Source{Type: "stream"}) {
		t.Errorf("%q, %q", one, other)
	}
	if got := s.Identity(Source{Type: "stream", URL: "https://a.example"}); got != "" {
		t.Errorf("%q: the address identifies it", got)
	}
}

// Feeds of visits are checked by the same code. An address that is left out is the field's default.
func TestASampleFeedIsChecked(t *testing.T) {
	spec := SampleSpec{Name: "Counter", Fields: []Field{
		{Name: URLField, Kind: FieldURL, Label: "Server", Default: "https://counter.example"},
		{Name: "key", Kind: FieldSecret, Required: true, Label: "Key"},
		{Name: "site", Required: true, Label: "Site"},
		{Name: "landing", Kind: FieldSwitch, Default: "true"},
	}}
	good := SampleFeed{Secret: "k", Settings: json.RawMessage(`{"site":" a "}`)}
	if err := spec.Validate(&good); err != nil || good.URL != "https://counter.example" || string(good.Settings) != `{"landing":true,"site":"a"}` {
		t.Errorf("%+v %s %v", good, good.Settings, err)
	}
	for wrong, f := range map[string]SampleFeed{
		`"Key" is needed`:       {Settings: good.Settings},
		`"Site" is needed`:      {Secret: "k"},
		"not a web address":     {Secret: "k", URL: "counter", Settings: good.Settings},
		`no field called "sit"`: {Secret: "k", Settings: json.RawMessage(`{"site":"a","sit":1}`)},
		"longer than 2000":      {Secret: "k", Settings: json.RawMessage(`{"site":"` + strings.Repeat("a", 2001) + `"}`)},
	} {
		if err := spec.Validate(&f); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}

// A source of leads may have several secrets.
func TestALeadSourceIsChecked(t *testing.T) {
	spec := LeadSpec{Name: "CRM", Fields: []Field{
		{Name: URLField, Kind: FieldURL, Label: "Address", Default: "https://crm.example"},
		{Name: "token", Kind: FieldSecret, Required: true, Label: "Token"},
		{Name: "client_secret", Kind: FieldSecret},
		{Name: "answer", Default: "heard"},
	}}
	good := LeadSource{Secrets: map[string]Secret{"token": "t", "client_secret": ""}}
	if err := spec.Validate(&good); err != nil || good.URL != "https://crm.example" || string(good.Settings) != `{"answer":"heard"}` || len(good.Secrets) != 1 {
		t.Errorf("%+v %v", good, err)
	}
	for wrong, s := range map[string]LeadSource{
		`"Token" is needed`:             {Secrets: map[string]Secret{"client_secret": "c"}},
		`takes no secret "password"`:    {Secrets: map[string]Secret{"token": "t", "password": "p"}},
		`takes no secret "answer"`:      {Secrets: map[string]Secret{"token": "t", "answer": "p"}},
		"longer than 8000":              {Secrets: map[string]Secret{"token": Secret(strings.Repeat("a", 8001))}},
		`no field called "client_secre`: {Secrets: map[string]Secret{"token": "t"}, Settings: json.RawMessage(`{"client_secret":"c"}`)},
	} {
		if err := spec.Validate(&s); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}
