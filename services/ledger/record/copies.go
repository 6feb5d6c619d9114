package record

import (
	"context"
	"errors"
	"fmt"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// MaxCopies is how many copies of one mention are listed.
const MaxCopies = 50

// sameRow joins the mentions m of the row that a mention o belongs to.
const sameRow = `m.workspace = o.workspace AND m.brand = o.brand AND m.cluster = o.cluster`

// CopiesOf returns, by the id of each mention that has copies, the mentions of its row: those of
// its brand in the documents of its cluster, itself included, the lead first, then by time of
// publication, at most [MaxCopies]. Left out are removed ones, and those that were dismissed
// alone.
func CopiesOf(ctx context.Context, r ledger.Reader, ids []string) (map[string][]MentionRow, error) {
	out := map[string][]MentionRow{}
	for part := range query.Chunks(ids) {
		list, args := query.In(part)
		// Few rows have copies. They are found by the copies that don't lead.
		err := r.Each(ctx, `SELECT `+rowColumns+`, n.asked FROM (
				SELECT o.id AS asked, m.id AS member, ROW_NUMBER() OVER (PARTITION BY o.id ORDER BY m.lead DESC, m.published, m.id) AS nth
				FROM mentions o JOIN mentions m ON `+sameRow+`
				WHERE o.id IN `+list+` AND (m.id = o.id OR m.removed = 0 AND (m.state <> 'dismissed' OR o.state = 'dismissed'))
				AND EXISTS (SELECT 1 FROM mentions c WHERE c.workspace = o.workspace AND c.brand = o.brand AND c.cluster = o.cluster AND c.lead = 0)
			) n JOIN mentions m ON m.id = n.member`+mentionBeside+mentionSource+` WHERE n.nth <= ? ORDER BY n.asked, n.nth`, append(args, MaxCopies),
			func(scan query.Scan) error {
				var of string
				row, err := scanMentionRow(scan, &of)
				out[of] = append(out[of], row)
				return err
			})
		if err != nil {
			return nil, fmt.Errorf("reading the copies of mentions: %w", err)
		}
	}
	for id, list := range out {
		if len(list) < 2 {
			delete(out, id)
		}
	}
	return out, nil
}

// RowOf returns the ids of all mentions of a mention's row that are not removed, itself
// included, the lead first.
func RowOf(ctx context.Context, r ledger.Reader, workspace, id string) ([]string, error) {
	ids, err := r.Column(ctx, `SELECT m.id FROM mentions o JOIN mentions m ON `+sameRow+`
		WHERE o.workspace = ? AND o.id = ? AND (m.removed = 0 OR m.id = o.id) ORDER BY m.lead DESC, m.published, m.id`,
		ledger.WorkspaceOrDefault(workspace), id)
	if err != nil {
		return nil, fmt.Errorf("reading the row of mention %s: %w", id, err)
	}
	return ids, nil
}

// LeadOf returns the mention that stands for a brand in a cluster; found is false where there is
// none that is not removed.
func LeadOf(ctx context.Context, r ledger.Reader, workspace, brand, cluster string) (m index.Mention, found bool, err error) {
	list, err := selectMentions(ctx, r, "m.workspace = ? AND m.brand = ? AND m.cluster = ? AND m.lead = 1 AND m.removed = 0",
		ledger.WorkspaceOrDefault(workspace), brand, cluster)
	if err != nil || len(list) == 0 {
		return m, false, err
	}
	return list[0], true, nil
}

// ChooseLead makes one mention the lead of a brand in a cluster: the earliest published whose
// document still has a source. One that is removed, dismissed alone or unsure leads only where
// all are.
func ChooseLead(ctx context.Context, tx *ledger.Tx, workspace, brand, cluster string) error {
	row := []any{ledger.WorkspaceOrDefault(workspace), brand, cluster}
	const same = `workspace = ? AND brand = ? AND cluster = ?`
	var lead string
	err := tx.Each(ctx, `SELECT m.id FROM mentions m WHERE `+same+` ORDER BY m.removed, CASE WHEN m.state = 'dismissed' THEN 1 ELSE 0 END, m.unsure,
		CASE WHEN EXISTS (SELECT 1 FROM document_sources x JOIN sources s ON s.id = x.source AND s.removed = 0 WHERE x.document = m.document) THEN 0 ELSE 1 END,
		m.published, m.id LIMIT 1`, row, func(scan query.Scan) error { return scan(&lead) })
	if err == nil {
		_, err = tx.Exec(ctx, `UPDATE mentions SET lead = 0 WHERE `+same+` AND lead = 1 AND id <> ?`, append(row, lead)...)
	}
	if err == nil {
		_, err = tx.Exec(ctx, `UPDATE mentions SET lead = 1 WHERE id = ? AND lead = 0`, lead)
	}
	if err != nil {
		return fmt.Errorf("choosing the lead of brand %s in cluster %s: %w", brand, cluster, err)
	}
	return nil
}

// ChooseLeadsOfSource is [ChooseLead] for the rows with copies that a source has a part in:
// after it was removed or restored.
func ChooseLeadsOfSource(ctx context.Context, tx *ledger.Tx, source string) error {
	var rows [][3]string
	err := tx.Each(ctx, `SELECT DISTINCT o.workspace, o.brand, o.cluster FROM mentions o
		WHERE o.document IN (SELECT document FROM document_sources WHERE source = ?)
		AND EXISTS (SELECT 1 FROM mentions m WHERE `+sameRow+` AND m.lead = 0)`, []any{source}, func(scan query.Scan) error {
		var row [3]string
		err := scan(&row[0], &row[1], &row[2])
		rows = append(rows, row)
		return err
	})
	if err != nil {
		return fmt.Errorf("listing the rows of source %s: %w", source, err)
	}
	for _, row := range rows {
		if err := ChooseLead(ctx, tx, row[0], row[1], row[2]); err != nil {
			return err
		}
	}
	return nil
}

// Follow gives a mention what people decided on the row that it joins. What was decided on the
// mention itself stays.
func Follow(m *index.Mention, lead index.Mention) {
	if m.State == "" || m.State == index.New {
		m.State, m.Reason = lead.State, lead.Reason
	}
	m.Starred = m.Starred || lead.Starred
	if m.Assignee == "" {
		m.Assignee = lead.Assignee
	}
	if m.Note == "" {
		m.Note = lead.Note
	}
}

// MoveMentions moves the mentions of a document into its new cluster.
func MoveMentions(ctx context.Context, tx *ledger.Tx, document, cluster string) error {
	list, err := MentionsOf(ctx, tx, document)
	if err != nil {
		return err
	}
	for _, m := range list {
		before := m.Cluster
		if before == cluster {
			continue
		}
		lead, found, err := LeadOf(ctx, tx, m.Workspace, m.Brand, cluster)
		if err != nil {
			return err
		}
		if found {
			Follow(&m, lead)
		}
		m.Revision++
		switch err := SaveMention(ctx, tx, m); { // it takes the cluster of its document
		case errors.Is(err, ledger.ErrConflict):
			return ledger.ErrRaced // a person changed it in the meantime
		case err != nil:
			return err
		}
		for _, c := range []string{before, cluster} {
			if err := ChooseLead(ctx, tx, m.Workspace, m.Brand, c); err != nil {
				return err
			}
		}
	}
	return nil
}
