package evidence

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Site is a web site whose visits are counted. Its feeds and sources of leads refer to it by name.
type Site struct {
	ID        string            `json:"id"`
	Workspace string            `json:"-"`
	Name      string            `json:"name"`
	Zone      string            `json:"zone" doc:"Time zone, such as Europe/Amsterdam. Days begin at midnight there."`
	Domains   []string          `json:"domains" doc:"Such as acme.example."`
	Brands    []string          `json:"brands" doc:"Ids of the brands whose mentions may move its visits. Empty means all of your own brands."`
	Primary   map[string]string `json:"primary" doc:"Id of the feed that counts, by metric. Other metrics are read from the first feed that has them."`
	Holidays  []string          `json:"holidays" doc:"Countries whose public holidays are known events, such as NL."`
	Revision  int64             `json:"revision"`
	Due       time.Time         `json:"-"` // when its reports are looked at next
	Created   time.Time         `json:"created"`
	Updated   time.Time         `json:"updated"`
}

// Country is a country whose public holidays are known.
type Country struct {
	Code string `json:"code" doc:"As in the holidays of a site, such as NL."`
	Name string `json:"name" doc:"In English."`
}

// Location returns the site's time zone.
func (s Site) Location() (*time.Location, error) { return time.LoadLocation(s.Zone) }

const siteColumns = `id, workspace, name, zone, domains, brands, primaries, holidays, revision, due, created, updated`

func selectSites(ctx context.Context, r ledger.Reader, tail string, args ...any) ([]Site, error) {
	out := []Site{}
	err := r.Each(ctx, `SELECT `+siteColumns+` FROM sites`+tail, args, func(scan query.Scan) error {
		s := Site{Domains: []string{}, Brands: []string{}, Primary: map[string]string{}, Holidays: []string{}}
		err := scan(&s.ID, &s.Workspace, &s.Name, &s.Zone, query.JSON(&s.Domains), query.JSON(&s.Brands), query.JSON(&s.Primary), query.JSON(&s.Holidays),
			&s.Revision, query.Time(&s.Due), query.Time(&s.Created), query.Time(&s.Updated))
		out = append(out, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading sites: %w", err)
	}
	return out, nil
}

// SiteID returns the id of a new site.
func SiteID(workspace, name string) string {
	return feeds.ID("site", ledger.WorkspaceOrDefault(workspace), name)
}

// PutSite creates a site whose Revision is 0, or changes one whose Revision is the stored one;
// otherwise [ledger.ErrConflict]. Its feeds and sources of leads follow a new name, and its reports are looked at
// again. It returns the site with its new revision.
func PutSite(ctx context.Context, tx *ledger.Tx, s Site) (Site, error) {
	s.Workspace = ledger.WorkspaceOrDefault(s.Workspace)
	expected := s.Revision
	s.Revision++
	s.Due, s.Updated = tx.Now(), tx.Now()
	settings := []any{s.Name, s.Zone, query.AsJSON(s.Domains), query.AsJSON(s.Brands), query.AsJSON(s.Primary), query.AsJSON(s.Holidays), s.Revision, s.Due, s.Updated}
	var n int64
	var err error
	if expected == 0 {
		s.Created = tx.Now()
		n, err = tx.Exec(ctx, `INSERT INTO sites (name, zone, domains, brands, primaries, holidays, revision, due, updated, created, id, workspace)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, append(settings, s.Created, s.ID, s.Workspace)...)
	} else {
		for _, table := range []string{"sample_feeds", "lead_sources"} {
			if err == nil {
				_, err = tx.Exec(ctx, `UPDATE `+table+` SET site = ? WHERE workspace = ? AND site = (SELECT name FROM sites WHERE workspace = ? AND id = ? AND revision = ?)`,
					s.Name, s.Workspace, s.Workspace, s.ID, expected)
			}
		}
		if err == nil {
			n, err = tx.Exec(ctx, `UPDATE sites SET name = ?, zone = ?, domains = ?, brands = ?, primaries = ?, holidays = ?, revision = ?, due = ?, updated = ?
				WHERE workspace = ? AND id = ? AND revision = ?`, append(settings, s.Workspace, s.ID, expected)...)
		}
	}
	if err == nil && n == 0 {
		err = tx.Conflict(ctx, expected == 0, `SELECT COUNT(*) FROM sites WHERE workspace = ? AND id = ?`, s.Workspace, s.ID)
	}
	if err == nil {
		err = RematchFrom(ctx, tx, s.Workspace, time.Time{}) // its brands may be others
	}
	if err != nil {
		return s, fmt.Errorf("saving site %s: %w", s.Name, err)
	}
	return s, nil
}

// ensureSite creates the site that a new feed, or a new source of leads, names, if there is none.
func ensureSite(ctx context.Context, tx *ledger.Tx, workspace, name, zone string) error {
	_, err := tx.Exec(ctx, `INSERT INTO sites (`+siteColumns+`) VALUES (?, ?, ?, ?, '', '', '', '', 1, ?, ?, ?) ON CONFLICT DO NOTHING`,
		SiteID(workspace, name), workspace, name, zone, tx.Now(), tx.Now(), tx.Now())
	return err
}

// DeleteSite deletes a site that has no feeds and no sources of leads; a revision of 0 deletes any revision. Its
// reports are deleted with it.
func DeleteSite(ctx context.Context, tx *ledger.Tx, workspace, id string, revision int64) error {
	workspace = ledger.WorkspaceOrDefault(workspace)
	n, err := tx.Exec(ctx, `DELETE FROM sites WHERE workspace = ? AND id = ? AND (revision = ? OR CAST(? AS BIGINT) = 0)`, workspace, id, revision, revision)
	if err == nil && n == 0 {
		err = tx.Conflict(ctx, false, `SELECT COUNT(*) FROM sites WHERE workspace = ? AND id = ?`, workspace, id)
	}
	if err == nil {
		_, err = tx.Exec(ctx, `UPDATE reports SET removed = 1, body = '', title = '', show = '' WHERE site = ?`, id)
	}
	if err == nil {
		_, err = tx.Exec(ctx, `DELETE FROM page_fetches WHERE feed = ?`, LinkFetches(id))
	}
	if err != nil {
		return fmt.Errorf("deleting site %s: %w", id, err)
	}
	return nil
}

// GetSite returns one site of a workspace.
func GetSite(ctx context.Context, r ledger.Reader, workspace, id string) (Site, error) {
	found, err := selectSites(ctx, r, ` WHERE workspace = ? AND id = ?`, ledger.WorkspaceOrDefault(workspace), id)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("site %s: %w", id, ledger.ErrNotFound)
	}
	if err != nil {
		return Site{}, err
	}
	return found[0], nil
}

// ListSites lists the sites of a workspace, the oldest first.
func ListSites(ctx context.Context, r ledger.Reader, workspace string) ([]Site, error) {
	return selectSites(ctx, r, ` WHERE workspace = ? ORDER BY created, id`, ledger.WorkspaceOrDefault(workspace))
}

// DueSites lists the sites whose reports are to be looked at, the longest due first.
func DueSites(ctx context.Context, r ledger.Reader, now time.Time, limit int) ([]Site, error) {
	return selectSites(ctx, r, ` WHERE due <= ? ORDER BY due, id LIMIT ?`, now, limit)
}

// SetSitesDue makes the reports of a workspace's sites be looked at by then; of all workspaces
// if it is empty.
func SetSitesDue(ctx context.Context, tx *ledger.Tx, workspace string, due time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE sites SET due = ? WHERE due > ? AND (workspace = ? OR ? = '')`, due, due, workspace, workspace)
	if err != nil {
		return fmt.Errorf("making sites due: %w", err)
	}
	return nil
}

// setFeedDue does the same for the site of a feed.
func setFeedDue(ctx context.Context, tx *ledger.Tx, feed string, due time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE sites SET due = ? WHERE due > ? AND (workspace, name) = (SELECT workspace, site FROM sample_feeds WHERE id = ?)`, due, due, feed)
	return err
}

// SetSiteDue makes the reports of a site due at a time, unless they are due before that.
func SetSiteDue(ctx context.Context, tx *ledger.Tx, id string, due time.Time) error {
	if _, err := tx.Exec(ctx, `UPDATE sites SET due = ? WHERE due > ? AND id = ?`, due, due, id); err != nil {
		return fmt.Errorf("making site %s due: %w", id, err)
	}
	return nil
}

// Reschedule sets when a site is looked at next, unless it was made due since it was read.
func Reschedule(ctx context.Context, tx *ledger.Tx, s Site, next time.Time) error {
	if _, err := tx.Exec(ctx, `UPDATE sites SET due = ? WHERE id = ? AND due = ?`, next, s.ID, s.Due); err != nil {
		return fmt.Errorf("rescheduling site %s: %w", s.ID, err)
	}
	return nil
}

// SiteOf returns the id of the site by whose visits the mentions of a brand are judged: the
// oldest one that names the brand, or else, for an own brand, the oldest one that names none.
// It is empty if there is none.
func SiteOf(sites []Site, brand string, own bool) string {
	unnamed := ""
	for _, s := range sites { // the oldest first
		if slices.Contains(s.Brands, brand) {
			return s.ID
		}
		if own && len(s.Brands) == 0 && unnamed == "" {
			unnamed = s.ID
		}
	}
	return unnamed
}
