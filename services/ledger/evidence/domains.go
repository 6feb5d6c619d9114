package evidence

import (
	"context"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/tag"
	"github.com/namedrop/namedrop/services/ledger"
)

// SiteDomains returns the domains that the sites of feeds name, by the feed's id.
func SiteDomains(ctx context.Context, r ledger.Reader, all []feeds.SampleFeed) (map[string][]string, error) {
	sites, err := selectSites(ctx, r, ` ORDER BY id`)
	if err != nil {
		return nil, err
	}
	type key struct{ workspace, name string }
	bySite := map[key][]string{}
	for _, s := range sites {
		bySite[key{s.Workspace, s.Name}] = s.Domains
	}
	out := map[string][]string{}
	for _, f := range all {
		out[f.ID] = bySite[key{ledger.WorkspaceOrDefault(f.Workspace), f.Site}]
	}
	return out, nil
}

// OwnDomains returns the domains on which the tags of a workspace count visits: those of its sites
// and those that the tags' own settings name.
func OwnDomains(ctx context.Context, r ledger.Reader, workspace string) ([]string, error) {
	workspace = ledger.WorkspaceOrDefault(workspace)
	sites, err := ListSites(ctx, r, workspace)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, s := range sites {
		out = append(out, s.Domains...)
	}
	tags, err := PushedFeeds(ctx, r, tag.Type)
	for _, f := range tags {
		if ledger.WorkspaceOrDefault(f.Workspace) == workspace {
			named, _ := tag.Domains(f) // settings that can't be read name none
			out = append(out, named...)
		}
	}
	return out, err
}
