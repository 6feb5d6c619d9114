package evidence

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// VisitsPoll is the kind of poll that reads a feed of visits.
const VisitsPoll archive.PollKind = "visits"

// SampleFeedWithPoll is a feed of visits, how far it has been read, and which time its samples
// cover.
type SampleFeedWithPoll struct {
	feeds.SampleFeed
	Poll        archive.Poll
	Created     time.Time
	First, Last time.Time // start of its oldest and newest sample; zero without samples
}

const sampleFeedColumns = `f.id, f.workspace, f.site, f.type, f.name, f.url, f.zone, f.paused, f.settings, f.secret, f.created, ` + archive.PollColumns +
	`, COALESCE((SELECT MIN(start) FROM samples WHERE feed = f.id), 0), COALESCE((SELECT MAX(start) FROM samples WHERE feed = f.id), 0)`

func selectSampleFeeds(ctx context.Context, r ledger.Reader, tail string, args ...any) ([]SampleFeedWithPoll, error) {
	out := []SampleFeedWithPoll{}
	err := r.Each(ctx, `SELECT `+sampleFeedColumns+` FROM sample_feeds f JOIN polls p ON p.subject_kind = 'visits' AND p.subject = f.id`+tail, args, func(scan query.Scan) error {
		var f SampleFeedWithPoll
		var secret string
		err := scan(slices.Concat([]any{&f.ID, &f.Workspace, &f.Site, &f.Type, &f.Name, &f.URL, &f.Zone, query.Flag(&f.Paused), query.Raw(&f.Settings), &secret, query.Time(&f.Created)},
			archive.ScanPoll(&f.Poll), []any{query.Time(&f.First), query.Time(&f.Last)})...)
		f.Secret = feeds.Secret(secret)
		out = append(out, f)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading feeds of visits: %w", err)
	}
	return out, nil
}

// AddSampleFeed adds a feed that is due at once, and its site if there is none of that name. One
// with the same id is returned unchanged, and created is false.
func AddSampleFeed(ctx context.Context, tx *ledger.Tx, f feeds.SampleFeed) (stored SampleFeedWithPoll, created bool, err error) {
	f.Workspace = ledger.WorkspaceOrDefault(f.Workspace)
	n, err := tx.Exec(ctx, `INSERT INTO sample_feeds (id, workspace, site, type, name, url, zone, paused, settings, secret, created, updated)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		f.ID, f.Workspace, f.Site, string(f.Type), f.Name, f.URL, f.Zone, f.Paused, string(f.Settings), f.Secret.Reveal(), tx.Now(), tx.Now())
	if err == nil && n == 1 {
		err = ensureSite(ctx, tx, f.Workspace, f.Site, f.Zone)
	}
	if err == nil && n == 1 {
		_, err = tx.Exec(ctx, `INSERT INTO polls (subject_kind, subject, type, active, due, health, state, condition, position)
			VALUES ('visits', ?, ?, ?, ?, ?, '', ?, '')`, f.ID, string(f.Type), !f.Paused, tx.Now(), string(feeds.Waiting), query.AsJSON(feeds.Condition{Health: feeds.Waiting}))
	}
	if err != nil {
		return stored, false, fmt.Errorf("adding feed of visits %s: %w", f.ID, err)
	}
	stored, err = GetSampleFeed(ctx, tx, f.Workspace, f.ID)
	return stored, n == 1, err
}

// UpdateSampleFeed saves name, time zone, settings and secret of a feed and whether it is
// paused. It also makes the feed due, since one of these may be why it could not be read.
func UpdateSampleFeed(ctx context.Context, tx *ledger.Tx, f feeds.SampleFeed) error {
	n, err := tx.Exec(ctx, `UPDATE sample_feeds SET name = ?, zone = ?, paused = ?, settings = ?, secret = ?, updated = ? WHERE workspace = ? AND id = ?`,
		f.Name, f.Zone, f.Paused, string(f.Settings), f.Secret.Reveal(), tx.Now(), ledger.WorkspaceOrDefault(f.Workspace), f.ID)
	if err := ledger.OneRow(n, err, "updating feed of visits "+f.ID); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE polls SET active = ?, due = ? WHERE subject_kind = 'visits' AND subject = ?`, !f.Paused, tx.Now(), f.ID)
	return err
}

// SetSampleFeedDue schedules a read of a feed now, whatever its schedule.
func SetSampleFeedDue(ctx context.Context, tx *ledger.Tx, id string) error {
	n, err := tx.Exec(ctx, `UPDATE polls SET due = ? WHERE subject_kind = 'visits' AND subject = ?`, tx.Now(), id)
	return ledger.OneRow(n, err, "making feed of visits "+id+" due")
}

// DeleteSampleFeed deletes a feed with all its samples.
func DeleteSampleFeed(ctx context.Context, tx *ledger.Tx, workspace, id string) error {
	if err := setFeedDue(ctx, tx, id, tx.Now()); err != nil {
		return fmt.Errorf("deleting feed of visits %s: %w", id, err)
	}
	n, err := tx.Exec(ctx, `DELETE FROM sample_feeds WHERE workspace = ? AND id = ?`, ledger.WorkspaceOrDefault(workspace), id)
	if err := ledger.OneRow(n, err, "deleting feed of visits "+id); err != nil {
		return err
	}
	for _, rest := range []string{`samples WHERE feed = ?`, `page_fetches WHERE feed = ?`, `polls WHERE subject_kind = 'visits' AND subject = ?`} {
		if _, err := tx.Exec(ctx, `DELETE FROM `+rest, id); err != nil {
			return fmt.Errorf("deleting feed of visits %s: %w", id, err)
		}
	}
	return nil
}

// GetSampleFeed returns a feed with its secret.
func GetSampleFeed(ctx context.Context, r ledger.Reader, workspace, id string) (SampleFeedWithPoll, error) {
	found, err := selectSampleFeeds(ctx, r, ` WHERE f.workspace = ? AND f.id = ?`, ledger.WorkspaceOrDefault(workspace), id)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("feed of visits %s: %w", id, ledger.ErrNotFound)
	}
	if err != nil {
		return SampleFeedWithPoll{}, err
	}
	return found[0], nil
}

// ListSampleFeeds lists the feeds of a workspace by site and name.
func ListSampleFeeds(ctx context.Context, r ledger.Reader, workspace string) ([]SampleFeedWithPoll, error) {
	return selectSampleFeeds(ctx, r, ` WHERE f.workspace = ? ORDER BY f.site, LOWER(f.name), f.id`, ledger.WorkspaceOrDefault(workspace))
}

// ClaimDueSampleFeeds leases up to limit feeds of these types that are due, the longest due
// first.
func ClaimDueSampleFeeds(ctx context.Context, l *ledger.Ledger, types []feeds.SampleType, now time.Time, limit int, holder string, lease time.Duration) ([]SampleFeedWithPoll, error) {
	var items []SampleFeedWithPoll
	err := archive.ClaimPolls(ctx, l, VisitsPoll, query.Strings(types), now, limit, holder, lease, func(tx *ledger.Tx, ids []string) (err error) {
		list, args := query.In(ids)
		items, err = selectSampleFeeds(ctx, tx, ` WHERE f.id IN `+list+` ORDER BY p.due, f.id`, args...)
		return err
	})
	for i := range items {
		items[i].Poll.Claimed = items[i].Poll.State.Due
	}
	return items, err
}
