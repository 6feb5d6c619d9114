package api

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// SiteView is a site and what is counted on it.
type SiteView struct {
	evidence.Site
	Feeds    []SiteFeed        `json:"feeds" doc:"What comes in, the oldest first."`
	Counting map[string]string `json:"counting" doc:"Id of the feed that counts, by metric, whether it was chosen or is the first one."`
	Gaps     []evidence.Gap    `json:"gaps" doc:"Days without visits in the last 90. Only in the answer about one site."`
}

// SiteFeed is a feed of a site.
type SiteFeed struct {
	ID       string           `json:"id"`
	Name     string           `json:"name"`
	Type     feeds.SampleType `json:"type"`
	Paused   bool             `json:"paused"`
	Health   feeds.Health     `json:"health" enum:"waiting,healthy,failing,throttled,blocked,gone,broken,needs_key"`
	Metrics  []string         `json:"metrics" doc:"The metrics it counts for."`
	LastRead *time.Time       `json:"last_read,omitempty"`
	Since    *time.Time       `json:"since,omitempty" doc:"Start of the oldest sample."`
	Until    *time.Time       `json:"until,omitempty" doc:"Start of the newest sample."`
}

// SiteBody is a new site.
type SiteBody struct {
	Name     string            `json:"name" minLength:"1" maxLength:"100"`
	Zone     string            `json:"zone" minLength:"1" maxLength:"100" doc:"Time zone, such as Europe/Amsterdam."`
	Domains  []string          `json:"domains,omitempty" maxItems:"100"`
	Brands   []string          `json:"brands,omitempty" maxItems:"500" doc:"Ids of the brands whose mentions may move its visits. Empty means all of your own brands."`
	Primary  map[string]string `json:"primary,omitempty" doc:"Id of the feed that counts, by metric."`
	Holidays []string          `json:"holidays,omitempty" maxItems:"20" doc:"Countries whose public holidays are known events, such as NL."`
}

// SiteChange is a change of a site. Fields that are left out stay as they are.
type SiteChange struct {
	Name     *string            `json:"name,omitempty" minLength:"1" maxLength:"100"`
	Zone     *string            `json:"zone,omitempty" minLength:"1" maxLength:"100" doc:"Reports are made again."`
	Domains  *[]string          `json:"domains,omitempty" maxItems:"100"`
	Brands   *[]string          `json:"brands,omitempty" maxItems:"500"`
	Primary  *map[string]string `json:"primary,omitempty" doc:"Reports are made again."`
	Holidays *[]string          `json:"holidays,omitempty" maxItems:"20"`
}

func (c SiteChange) apply(s evidence.Site) evidence.Site {
	replace(&s.Name, c.Name)
	replace(&s.Zone, c.Zone)
	replace(&s.Domains, c.Domains)
	replace(&s.Brands, c.Brands)
	replace(&s.Primary, c.Primary)
	replace(&s.Holidays, c.Holidays)
	return s
}

// domain is the form of a domain.
var domain = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

type SitePath struct {
	ID string `path:"id"`
}

func (a *API) siteRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/sites", "list-sites", "List sites and what is counted on them", "sites", access.Read), a.listSites)
	huma.Register(a.huma, op(http.MethodPost, "/sites", "add-site", "Add a site", "sites", access.Write), a.addSite)
	huma.Register(a.huma, op(http.MethodGet, "/sites/{id}", "get-site", "Get a site", "sites", access.Read), a.getSite)
	huma.Register(a.huma, op(http.MethodPatch, "/sites/{id}", "change-site", "Change the given fields of a site", "sites", access.Write), a.changeSite)
	huma.Register(a.huma, op(http.MethodDelete, "/sites/{id}", "delete-site", "Delete a site without feeds, with its reports", "sites", access.Write), a.deleteSite)
}

func (a *API) viewSite(ctx context.Context, s evidence.Site) (SiteView, error) {
	v := SiteView{Site: s, Feeds: []SiteFeed{}, Counting: map[string]string{}, Gaps: []evidence.Gap{}}
	all, err := evidence.SiteFeeds(ctx, a.opts.Ledger, s)
	if err != nil {
		return v, err
	}
	primary, err := evidence.PrimaryFeeds(ctx, a.opts.Ledger, s)
	if err != nil {
		return v, err
	}
	for metric, f := range primary {
		v.Counting[metric] = f.ID
	}
	for _, f := range all {
		feed := SiteFeed{
			ID: f.ID, Name: f.Name, Type: f.Type, Paused: f.Paused, Health: f.Poll.Condition.Health, Metrics: []string{},
			LastRead: known(f.Poll.State.LastRead), Since: known(f.First), Until: known(f.Last),
		}
		for _, metric := range slices.Sorted(maps.Keys(primary)) {
			if primary[metric].ID == f.ID {
				feed.Metrics = append(feed.Metrics, metric)
			}
		}
		v.Feeds = append(v.Feeds, feed)
	}
	return v, nil
}

func (a *API) listSites(ctx context.Context, _ *struct{}) (*Out[List[SiteView]], error) {
	sites, err := evidence.ListSites(ctx, a.opts.Ledger, workspace(ctx))
	if err != nil {
		return nil, a.fail(ctx, "listing the sites", err)
	}
	views := make([]SiteView, len(sites))
	for i, s := range sites {
		if views[i], err = a.viewSite(ctx, s); err != nil {
			return nil, a.fail(ctx, "listing the sites", err)
		}
	}
	return list(views, ""), nil
}

// gapDays is how many days are looked at for gaps.
const gapDays = 90

func (a *API) getSite(ctx context.Context, in *SitePath) (*Tagged[SiteView], error) {
	s, err := evidence.GetSite(ctx, a.opts.Ledger, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the site", err)
	}
	v, err := a.viewSite(ctx, s)
	if err != nil {
		return nil, a.fail(ctx, "loading the site", err)
	}
	if feed, ok := v.Counting[feeds.VisitsMetric]; ok {
		zone, err := s.Location()
		if err != nil {
			return nil, a.fail(ctx, "reading the time zone", err)
		}
		y, m, d := a.opts.Now().In(zone).Date()
		today := time.Date(y, m, d, 0, 0, 0, 0, zone)
		if v.Gaps, err = evidence.Gaps(ctx, a.opts.Ledger, feed, feeds.VisitsMetric, zone, today.AddDate(0, 0, -gapDays), today); err != nil {
			return nil, a.fail(ctx, "looking for gaps", err)
		}
	}
	return tagged(v, s.Revision), nil
}

func (a *API) addSite(ctx context.Context, in *struct{ Body SiteBody }) (*Tagged[SiteView], error) {
	b := in.Body
	s := evidence.Site{Workspace: workspace(ctx), Name: b.Name, Zone: b.Zone, Domains: b.Domains, Brands: b.Brands, Primary: b.Primary, Holidays: b.Holidays}
	return a.writeSite(ctx, s)
}

func (a *API) changeSite(ctx context.Context, in *struct {
	SitePath
	IfMatch
	Body SiteChange
}) (*Tagged[SiteView], error) {
	want, err := in.expected()
	if err != nil {
		return nil, err
	}
	return again(func() (*Tagged[SiteView], error) {
		s, err := evidence.GetSite(ctx, a.opts.Ledger, workspace(ctx), in.ID)
		if err != nil {
			return nil, a.fail(ctx, "loading the site", err)
		}
		if s = in.Body.apply(s); want >= 0 {
			s.Revision = want
		}
		return a.writeSite(ctx, s)
	}, want < 0)
}

// writeSite checks and saves a site.
func (a *API) writeSite(ctx context.Context, s evidence.Site) (*Tagged[SiteView], error) {
	if s.Name = strings.TrimSpace(s.Name); s.Name == "" {
		return nil, emptySite.problem()
	}
	if err := checkZone(s.Zone); err != nil {
		return nil, err
	}
	for i, d := range s.Domains {
		d = strings.ToLower(strings.TrimSpace(d))
		if !domain.MatchString(d) {
			return nil, badDomain.problem("domain", shortened(d))
		}
		s.Domains[i] = d
	}
	for _, id := range s.Brands {
		if _, err := record.GetBrand(ctx, a.opts.Ledger, s.Workspace, id); errors.Is(err, ledger.ErrNotFound) {
			return nil, a.noBrand(ctx, s.Workspace, id)
		} else if err != nil {
			return nil, a.fail(ctx, "looking for the brand", err)
		}
	}
	for i, c := range s.Holidays {
		s.Holidays[i] = strings.ToUpper(strings.TrimSpace(c))
		if known := a.countryCodes(); !slices.Contains(known, s.Holidays[i]) {
			return nil, noHolidays.problem("country", shortened(c), "countries", strings.Join(known, ", "))
		}
	}
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		sites, err := evidence.ListSites(ctx, tx, s.Workspace)
		if err != nil {
			return err
		}
		for _, other := range sites {
			if other.Name == s.Name && other.ID != s.ID {
				return siteExists.problem("name", shortened(s.Name), "id", other.ID)
			}
		}
		if s.ID == "" {
			s.ID = newID("site")
		} else if err := primaryFits(ctx, tx, s); err != nil {
			return err
		}
		if s.Revision == 0 && len(s.Primary) > 0 {
			return notOfSite.problem("feed", shortened(slices.Sorted(maps.Values(s.Primary))[0]))
		}
		s, err = evidence.PutSite(ctx, tx, s)
		return err
	})
	if err != nil {
		return nil, a.fail(ctx, "saving the site", err)
	}
	a.opts.VisitsChanged() // a tag counts on the site's domains
	return a.getSite(ctx, &SitePath{s.ID})
}

// primaryFits refuses feeds of another site.
func primaryFits(ctx context.Context, r ledger.Reader, s evidence.Site) error {
	now, err := evidence.GetSite(ctx, r, s.Workspace, s.ID)
	if err != nil {
		return err
	}
	all, err := evidence.SiteFeeds(ctx, r, now)
	if err != nil {
		return err
	}
	for metric, id := range s.Primary {
		if !slices.ContainsFunc(all, func(f evidence.SampleFeedWithPoll) bool { return f.ID == id }) && now.Primary[metric] != id {
			return notOfSite.problem("feed", shortened(id))
		}
	}
	return nil
}

func (a *API) deleteSite(ctx context.Context, in *struct {
	SitePath
	IfMatch
}) (*struct{}, error) {
	want, err := in.expected()
	if err != nil {
		return nil, err
	}
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		s, err := evidence.GetSite(ctx, tx, workspace(ctx), in.ID)
		if err != nil {
			return err
		}
		if all, err := evidence.SiteFeeds(ctx, tx, s); err != nil {
			return err
		} else if len(all) > 0 {
			return siteInUse.problem("feed", all[0].Name)
		}
		return evidence.DeleteSite(ctx, tx, s.Workspace, s.ID, max(want, 0))
	})
	return nil, a.fail(ctx, "deleting the site", err)
}
