package api

import (
	"cmp"
	"context"
	"encoding/json"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
)

// SourceTypeView is a type of source and its fields.
type SourceTypeView struct {
	Type    feeds.SourceType `json:"type"`
	Name    string           `json:"name"`
	Summary string           `json:"summary,omitempty"`
	Limits  string           `json:"limits,omitempty" doc:"What it can't do."`
	Kinds   []feeds.Kind     `json:"kinds"`
	Addable bool             `json:"addable" doc:"False for types that only imports create."`
	Private bool             `json:"private,omitempty" doc:"Whether only its followers see its documents."`
	Fields  []TypeField      `json:"fields"`
}

func viewType(s feeds.Spec) SourceTypeView {
	v := SourceTypeView{Type: s.Type, Name: s.Name, Summary: s.Summary, Limits: s.Limits, Kinds: s.Kinds, Addable: s.Addable(), Private: s.Private, Fields: viewFields(s.Fields)}
	return v
}

func (a *API) listSourceTypes(context.Context, *struct{}) (*Out[List[SourceTypeView]], error) {
	views := make([]SourceTypeView, len(a.opts.SourceTypes))
	for i, s := range a.opts.SourceTypes {
		views[i] = viewType(s)
	}
	return list(views, ""), nil
}

// typeOf returns the spec of a type.
func (a *API) typeOf(t feeds.SourceType) (feeds.Spec, bool) {
	for _, s := range a.opts.SourceTypes {
		if s.Type == t {
			return s, true
		}
	}
	return feeds.Spec{}, false
}

// isRead reports whether sources of a type are read from somewhere. It is unknown for a type that
// only another process has.
func (a *API) isRead(t feeds.SourceType) bool {
	s, known := a.typeOf(t)
	return !known || s.Addable()
}

// addable returns the spec of a type that can be added, or the first one if no type is given.
func (a *API) addable(t feeds.SourceType) (feeds.Spec, error) {
	var known []string
	for _, s := range a.opts.SourceTypes {
		if !s.Addable() {
			continue
		}
		if s.Type == t || t == "" {
			return s, nil
		}
		known = append(known, string(s.Type))
	}
	return feeds.Spec{}, noSourceType.problem("type", shortened(string(t)), "types", strings.Join(known, ", "))
}

// outlined returns the types of sources that an OPML file can hold. Imported feeds get the first.
func (a *API) outlined() []string {
	var out []string
	for _, s := range a.opts.SourceTypes {
		if s.OPML {
			out = append(out, string(s.Type))
		}
	}
	return out
}

// newSource returns the source that a body describes.
func (a *API) newSource(b SourceBody) (feeds.Source, error) {
	spec, err := a.addable(b.Type)
	if err != nil {
		return feeds.Source{}, err
	}
	if spec.Recognize != nil && b.Query == "" && len(b.Settings) == 0 {
		if known, ok := spec.Recognize(strings.TrimSpace(b.URL)); ok && known.URL != "" {
			b.URL, b.Title = known.URL, cmp.Or(b.Title, known.Name) // @handle, or one of several addresses of the same channel
		}
	}
	src := feeds.Source{Type: spec.Type, Query: strings.TrimSpace(b.Query), Secret: feeds.Secret(strings.TrimSpace(b.Secret)), Account: b.Account}
	host := ""
	if b.URL != "" {
		u, err := webAddress(b.URL)
		if err != nil {
			return src, err
		}
		src.URL, host = u.String(), u.Hostname()
	}
	if len(b.Settings) > 0 {
		if src.Settings, err = json.Marshal(b.Settings); err != nil {
			return src, badSettings.problem()
		}
	}
	if err := spec.Validate(&src); err != nil {
		return src, invalid(err)
	}
	if src.Query != "" {
		src.Workspace = ledger.DefaultWorkspace
	}
	src.Key = spec.Identity(src)
	src.Title = cmp.Or(strings.TrimSpace(b.Title), src.Query, host, spec.Name)
	src.Name = cmp.Or(strings.TrimSpace(b.Name), src.Title)
	return src, nil
}
