package evidence

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// LeadsPoll is the kind of poll that reads a source of leads.
const LeadsPoll archive.PollKind = "leads"

// Arrival is how the leads of a source arrive.
type Arrival string

const (
	ByPoll    Arrival = "poll"    // they are read
	ByRequest Arrival = "request" // they are sent
	ByFile    Arrival = "file"    // they are imported
)

// LeadSourceWithPoll is a source of leads, how far it has been read, and which leads it has.
type LeadSourceWithPoll struct {
	feeds.LeadSource
	Arrival     Arrival
	Poll        archive.Poll
	Created     time.Time
	Leads       int       // tests and imported ones too
	First, Last time.Time // of its leads; zero without any
}

// hashKeySetting holds a workspace's key for the hashes of people's addresses. No answer and no log
// ever shows it.
const hashKeySetting = "lead_hash_key"

const leadSourceColumns = `s.id, s.workspace, s.site, s.type, s.name, s.url, s.zone, s.paused, s.settings, s.secrets, s.keep_address, s.arrival, s.created, COALESCE(k.value, ''), ` +
	archive.PollColumns + `, (SELECT COUNT(*) FROM leads WHERE source = s.id AND erased = 0),
	COALESCE((SELECT MIN(time) FROM leads WHERE source = s.id AND erased = 0), 0), COALESCE((SELECT MAX(time) FROM leads WHERE source = s.id AND erased = 0), 0)`

func selectLeadSources(ctx context.Context, r ledger.Reader, tail string, args ...any) ([]LeadSourceWithPoll, error) {
	out := []LeadSourceWithPoll{}
	err := r.Each(ctx, `SELECT `+leadSourceColumns+` FROM lead_sources s JOIN polls p ON p.subject_kind = 'leads' AND p.subject = s.id
		LEFT JOIN settings k ON k.workspace = s.workspace AND k.name = '`+hashKeySetting+`'`+tail, args, func(scan query.Scan) error {
		var s LeadSourceWithPoll
		var key string
		secrets := map[string]string{}
		err := scan(slices.Concat([]any{&s.ID, &s.Workspace, &s.Site, &s.Type, &s.Name, &s.URL, &s.Zone, query.Flag(&s.Paused), query.Raw(&s.Settings), query.JSON(&secrets),
			query.Flag(&s.KeepAddress), &s.Arrival, query.Time(&s.Created), &key}, archive.ScanPoll(&s.Poll), []any{&s.Leads, query.Time(&s.First), query.Time(&s.Last)})...)
		s.HashKey, s.Secrets = feeds.Secret(key), map[string]feeds.Secret{}
		for name, secret := range secrets {
			s.Secrets[name] = feeds.Secret(secret)
		}
		out = append(out, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading sources of leads: %w", err)
	}
	return out, nil
}

// revealed returns secrets as they are stored.
func revealed(secrets map[string]feeds.Secret) string {
	out := map[string]string{}
	for name, secret := range secrets {
		out[name] = secret.Reveal()
	}
	return query.AsJSON(out)
}

// AddLeadSource adds a source that is due at once, its site if there is none of that name, and the
// workspace's key for hashes. One with the same id is returned unchanged, and created is false.
func AddLeadSource(ctx context.Context, tx *ledger.Tx, s feeds.LeadSource, how Arrival) (stored LeadSourceWithPoll, created bool, err error) {
	s.Workspace = ledger.WorkspaceOrDefault(s.Workspace)
	n, err := tx.Exec(ctx, `INSERT INTO lead_sources (id, workspace, site, type, name, url, zone, paused, settings, secrets, keep_address, arrival, created, updated)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		s.ID, s.Workspace, s.Site, string(s.Type), s.Name, s.URL, s.Zone, s.Paused, string(s.Settings), revealed(s.Secrets), s.KeepAddress, string(how), tx.Now(), tx.Now())
	if err == nil && n == 1 {
		zone := s.Zone
		if zone == "" {
			zone = "UTC"
		}
		err = ensureSite(ctx, tx, s.Workspace, s.Site, zone)
	}
	if err == nil && n == 1 {
		_, err = LeadHashKey(ctx, tx, s.Workspace)
	}
	if err == nil && n == 1 {
		_, err = tx.Exec(ctx, `INSERT INTO polls (subject_kind, subject, type, active, due, health, state, condition, position)
			VALUES ('leads', ?, ?, ?, ?, ?, '', ?, '')`, s.ID, string(s.Type), !s.Paused, tx.Now(), string(feeds.Waiting), query.AsJSON(feeds.Condition{Health: feeds.Waiting}))
	}
	if err != nil {
		return stored, false, fmt.Errorf("adding source of leads %s: %w", s.ID, err)
	}
	stored, err = GetLeadSource(ctx, tx, s.Workspace, s.ID)
	return stored, n == 1, err
}

// UpdateLeadSource saves name, time zone, settings and secrets of a source, whether it is paused and
// whether it keeps addresses: if not, those that it kept are removed. It also makes the source due.
func UpdateLeadSource(ctx context.Context, tx *ledger.Tx, s feeds.LeadSource) error {
	n, err := tx.Exec(ctx, `UPDATE lead_sources SET name = ?, zone = ?, paused = ?, settings = ?, secrets = ?, keep_address = ?, updated = ? WHERE workspace = ? AND id = ?`,
		s.Name, s.Zone, s.Paused, string(s.Settings), revealed(s.Secrets), s.KeepAddress, tx.Now(), ledger.WorkspaceOrDefault(s.Workspace), s.ID)
	if err := ledger.OneRow(n, err, "updating source of leads "+s.ID); err != nil {
		return err
	}
	if !s.KeepAddress {
		if _, err := tx.Exec(ctx, `UPDATE leads SET address = '' WHERE source = ? AND address <> ''`, s.ID); err != nil {
			return fmt.Errorf("removing the addresses of source of leads %s: %w", s.ID, err)
		}
	}
	_, err = tx.Exec(ctx, `UPDATE polls SET active = ?, due = ? WHERE subject_kind = 'leads' AND subject = ?`, !s.Paused, tx.Now(), s.ID)
	return err
}

// SetLeadSourceDue schedules a read of a source now, whatever its schedule.
func SetLeadSourceDue(ctx context.Context, tx *ledger.Tx, id string) error {
	n, err := tx.Exec(ctx, `UPDATE polls SET due = ? WHERE subject_kind = 'leads' AND subject = ?`, tx.Now(), id)
	return ledger.OneRow(n, err, "making source of leads "+id+" due")
}

// DeleteLeadSource deletes a source with all its leads.
func DeleteLeadSource(ctx context.Context, tx *ledger.Tx, workspace, id string) error {
	if err := setLeadsDue(ctx, tx, id, tx.Now()); err != nil {
		return fmt.Errorf("deleting source of leads %s: %w", id, err)
	}
	n, err := tx.Exec(ctx, `DELETE FROM lead_sources WHERE workspace = ? AND id = ?`, ledger.WorkspaceOrDefault(workspace), id)
	if err := ledger.OneRow(n, err, "deleting source of leads "+id); err != nil {
		return err
	}
	if err := dropMatches(ctx, tx, `IN (SELECT id FROM leads WHERE source = ?)`, id); err != nil {
		return fmt.Errorf("deleting source of leads %s: %w", id, err)
	}
	for _, rest := range []string{`leads WHERE source = ?`, `polls WHERE subject_kind = 'leads' AND subject = ?`} {
		if _, err := tx.Exec(ctx, `DELETE FROM `+rest, id); err != nil {
			return fmt.Errorf("deleting source of leads %s: %w", id, err)
		}
	}
	return nil
}

// GetLeadSource returns a source with its secrets.
func GetLeadSource(ctx context.Context, r ledger.Reader, workspace, id string) (LeadSourceWithPoll, error) {
	s, err := ledger.First(selectLeadSources(ctx, r, ` WHERE s.workspace = ? AND s.id = ?`, ledger.WorkspaceOrDefault(workspace), id))
	if err != nil {
		return s, fmt.Errorf("source of leads %s: %w", id, err)
	}
	return s, nil
}

// ReceivingSource returns the source that a request from outside names, of whatever workspace.
func ReceivingSource(ctx context.Context, r ledger.Reader, id string) (LeadSourceWithPoll, error) {
	s, err := ledger.First(selectLeadSources(ctx, r, ` WHERE s.id = ?`, id))
	if err != nil {
		return s, fmt.Errorf("source of leads %s: %w", id, err)
	}
	return s, nil
}

// ListLeadSources lists the sources of a workspace by site and name.
func ListLeadSources(ctx context.Context, r ledger.Reader, workspace string) ([]LeadSourceWithPoll, error) {
	return selectLeadSources(ctx, r, ` WHERE s.workspace = ? ORDER BY s.site, LOWER(s.name), s.id`, ledger.WorkspaceOrDefault(workspace))
}

// SiteLeadSources lists the sources of a site, the oldest first.
func SiteLeadSources(ctx context.Context, r ledger.Reader, s Site) ([]LeadSourceWithPoll, error) {
	return selectLeadSources(ctx, r, ` WHERE s.workspace = ? AND s.site = ? ORDER BY s.created, s.id`, s.Workspace, s.Name)
}

// ClaimDueLeadSources leases up to limit sources of these types that are due, the longest due first.
func ClaimDueLeadSources(ctx context.Context, l *ledger.Ledger, types []feeds.LeadType, now time.Time, limit int, holder string, lease time.Duration) ([]LeadSourceWithPoll, error) {
	var items []LeadSourceWithPoll
	err := archive.ClaimPolls(ctx, l, LeadsPoll, query.Strings(types), now, limit, holder, lease, func(tx *ledger.Tx, ids []string) (err error) {
		list, args := query.In(ids)
		items, err = selectLeadSources(ctx, tx, ` WHERE s.id IN `+list+` ORDER BY p.due, s.id`, args...)
		return err
	})
	for i := range items {
		items[i].Poll.Claimed = items[i].Poll.State.Due
	}
	return items, err
}

// setLeadsDue makes the reports of the site of a source be looked at by then.
func setLeadsDue(ctx context.Context, tx *ledger.Tx, source string, due time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE sites SET due = ? WHERE due > ? AND (workspace, name) = (SELECT workspace, site FROM lead_sources WHERE id = ?)`, due, due, source)
	return err
}

// LeadHashKey returns the workspace's key for the hashes of people's addresses. It is made once.
func LeadHashKey(ctx context.Context, tx *ledger.Tx, workspace string) (feeds.Secret, error) {
	key, err := tx.KeepSetting(ctx, workspace, hashKeySetting, rand.Text()+rand.Text())
	return feeds.Secret(key), err
}

// LeadsArrived records that leads were sent or imported, for people to see. It is not for sources that are
// read: their reads record it.
func LeadsArrived(ctx context.Context, tx *ledger.Tx, s LeadSourceWithPoll, n int, warnings []feeds.Warning) error {
	p := s.Poll
	p.Claimed, p.State.LastRead, p.Condition.Health, p.Condition.Items = time.Time{}, tx.Now(), feeds.Healthy, n
	p.Condition.SetWarnings(warnings)
	return archive.SavePoll(ctx, tx, LeadsPoll, s.ID, p)
}

// LeadsRefused records why a request to a source was refused, for people to see. The health of a source
// to which something has arrived stays as it is: anybody may send a request that has to be refused.
func LeadsRefused(ctx context.Context, tx *ledger.Tx, s LeadSourceWithPoll, refusal error) error {
	p := s.Poll
	p.Claimed = time.Time{}
	if p.State.LastRead.IsZero() {
		p.Condition.Health = feeds.Failing
	}
	p.Condition.SetFault(refusal)
	return archive.SavePoll(ctx, tx, LeadsPoll, s.ID, p)
}
