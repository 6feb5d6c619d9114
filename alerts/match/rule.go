package match

import (
	"slices"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
)

// defaultWorkspace is the workspace of rules without one.
const defaultWorkspace = "default"

// subject is what a rule is compared with.
type subject struct {
	workspace  string
	brand      string
	kind       feeds.Kind
	sources    []string
	confidence float64
}

func subjectOf(ev alerts.Event) subject {
	d := ev.Data
	return subject{
		workspace: d.Workspace, brand: d.Brand.ID, kind: d.Document.Kind,
		sources: sourcesOf(d.Document), confidence: d.Confidence,
	}
}

// sourcesOf lists all sources of a document.
func sourcesOf(d alerts.EventDocument) []string {
	ids := []string{d.Source.ID}
	for _, s := range d.Sources {
		ids = append(ids, s.ID)
	}
	return ids
}

// inScope reports whether the rule is about this brand, kind and source.
func inScope(r alerts.Rule, s subject) bool {
	return r.Active &&
		workspace(r.Workspace) == workspace(s.workspace) &&
		among(r.Brands, s.brand) &&
		among(r.Kinds, s.kind) &&
		(len(r.Sources) == 0 || slices.ContainsFunc(s.sources, func(id string) bool { return slices.Contains(r.Sources, id) }))
}

// asksFor reports whether the rule asks for an alert about this subject.
func asksFor(r alerts.Rule, s subject) bool {
	return inScope(r, s) && s.confidence >= r.MinConfidence
}

func among[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

func workspace(name string) string {
	if name == "" {
		return defaultWorkspace
	}
	return name
}
