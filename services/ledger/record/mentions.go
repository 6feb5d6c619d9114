package record

import (
	"context"
	"fmt"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

const mentionColumns = `m.id, m.workspace, m.brand, m.document, m.revision, m.type, m.confidence, m.unsure, m.backfill, m.state, m.reason,
	m.starred, m.assignee, m.note, m.removed, m.hits, m.hits_total, m.kind, m.published, m.found, m.updated,
	m.cluster, m.lead`

func scanMention(scan query.Scan, more ...any) (index.Mention, error) {
	var m index.Mention
	err := scan(append([]any{&m.ID, &m.Workspace, &m.Brand, &m.Document, &m.Revision, &m.Type, &m.Confidence, query.Flag(&m.Unsure),
		query.Flag(&m.Backfill), &m.State, &m.Reason, query.Flag(&m.Starred), &m.Assignee, &m.Note, query.Flag(&m.Removed), query.JSON(&m.Hits),
		&m.Total, &m.Kind, query.Time(&m.Published), query.Time(&m.Found), query.Time(&m.Updated),
		&m.Cluster, query.Flag(&m.Lead)}, more...)...)
	// Rows that were written before some hits were left out hold all of them.
	m.Hits = detect.Shown(m.Hits)
	return m, err
}

// clusterOf is the cluster of a document d. One that has none yet is alone in its own.
const clusterOf = `CASE WHEN d.cluster = '' THEN d.id ELSE d.cluster END`

// SaveMention saves a mention. Revision 1 is a new one; any other must be one more than the
// stored revision. Otherwise [ledger.ErrConflict]. Where the document has copies,
// [ChooseLead] must follow.
func SaveMention(ctx context.Context, tx *ledger.Tx, m index.Mention) error {
	m.Workspace = ledger.WorkspaceOrDefault(m.Workspace)
	if m.State == "" {
		m.State = index.New
	}
	if m.Found.IsZero() {
		m.Found = tx.Now()
	}
	var n int64
	var err error
	if m.Revision <= 1 {
		n, err = tx.Exec(ctx, `INSERT INTO mentions (id, workspace, brand, document, revision, type, confidence, unsure, backfill, state,
				reason, starred, assignee, note, removed, hits, hits_total, kind, published, found, updated, network, source, language, cluster)
			SELECT ?, ?, ?, d.id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, d.network, d.source, d.language, `+clusterOf+`
			FROM documents d WHERE d.id = ? ON CONFLICT DO NOTHING`,
			m.ID, m.Workspace, m.Brand, max(m.Revision, 1), string(m.Type), m.Confidence, m.Unsure, m.Backfill, string(m.State),
			m.Reason, m.Starred, m.Assignee, m.Note, m.Removed, query.AsJSON(m.Hits), m.Total, string(m.Kind), m.Published, m.Found, tx.Now(), m.Document)
	} else {
		n, err = tx.Exec(ctx, `UPDATE mentions SET revision = ?, type = ?, confidence = ?, unsure = ?, backfill = ?, state = ?, reason = ?,
				starred = ?, assignee = ?, note = ?, removed = ?, hits = ?, hits_total = ?, published = ?, updated = ?,
				(network, source, language, cluster) = (SELECT d.network, d.source, d.language, `+clusterOf+` FROM documents d WHERE d.id = mentions.document)
			WHERE id = ? AND revision = ?`,
			m.Revision, string(m.Type), m.Confidence, m.Unsure, m.Backfill, string(m.State), m.Reason, m.Starred, m.Assignee, m.Note,
			m.Removed, query.AsJSON(m.Hits), m.Total, m.Published, tx.Now(), m.ID, m.Revision-1)
	}
	if err == nil && n == 0 {
		err = ledger.ErrConflict
	}
	if err != nil {
		return fmt.Errorf("saving mention %s: %w", m.ID, err)
	}
	return nil
}

// EraseMention empties a mention whose document is deleted, and writes its new revision, if
// the stored one is still before. The row stays for its id and revision: an event's id is
// made of both and must never be used twice, should the document be read again.
func EraseMention(ctx context.Context, tx *ledger.Tx, m index.Mention, before int64) error {
	n, err := tx.Exec(ctx, `UPDATE mentions SET revision = ?, removed = 1, hits = '', backfill = 1, state = ?, reason = '', starred = 0,
		assignee = '', note = '', updated = ? WHERE id = ? AND revision = ?`, m.Revision, string(index.New), tx.Now(), m.ID, before)
	if err == nil && n == 0 {
		err = ledger.ErrRaced // a person changed it in the meantime
	}
	if err == nil {
		_, err = tx.Exec(ctx, `DELETE FROM dismissed_hits WHERE mention = ?`, m.ID) // they hold quotes
	}
	if err != nil {
		return fmt.Errorf("erasing mention %s: %w", m.ID, err)
	}
	return nil
}

// MentionChange is what a person changes of a mention; nil fields stay as they are.
type MentionChange struct {
	State    *index.State
	Reason   *string
	Starred  *bool
	Assignee *string
	Note     *string
}

// UpdateMention applies a change to a mention of the expected revision (0: of any), and
// returns it with its new revision. A reason belongs to a dismissal and is removed with it.
func UpdateMention(ctx context.Context, tx *ledger.Tx, workspace, id string, expected int64, c MentionChange) (index.Mention, error) {
	m, err := GetMention(ctx, tx, workspace, id)
	if err != nil {
		return m, err
	}
	if expected != 0 && m.Revision != expected {
		return m, fmt.Errorf("changing mention %s: %w", id, ledger.ErrConflict)
	}
	set(&m.State, c.State)
	set(&m.Reason, c.Reason)
	set(&m.Starred, c.Starred)
	set(&m.Assignee, c.Assignee)
	set(&m.Note, c.Note)
	if m.State != index.Dismissed {
		m.Reason = ""
	}
	m.Revision++
	m.Updated = tx.Now()
	return m, SaveMention(ctx, tx, m)
}

func set[T any](to *T, v *T) {
	if v != nil {
		*to = *v
	}
}

// GetMention returns one mention of a workspace.
func GetMention(ctx context.Context, r ledger.Reader, workspace, id string) (index.Mention, error) {
	found, err := selectMentions(ctx, r, "m.workspace = ? AND m.id = ?", ledger.WorkspaceOrDefault(workspace), id)
	if err == nil && len(found) == 0 {
		err = ledger.ErrNotFound
	}
	if err != nil {
		return index.Mention{}, fmt.Errorf("mention %s: %w", id, err)
	}
	return found[0], nil
}

// MentionsOf returns all mentions in a document, also removed ones. There are none while the
// document is deleted.
func MentionsOf(ctx context.Context, r ledger.Reader, document string) ([]index.Mention, error) {
	return selectMentions(ctx, r, "m.document = ?", document)
}

// MentionPositions returns the mentions in each of the documents, also removed ones, without
// quotes and other details of hits: for callers that only need where names occur. The details
// are dropped row by row, since the hits of many documents take much memory.
func MentionPositions(ctx context.Context, r ledger.Reader, documents []string) (map[string][]index.Mention, error) {
	out := make(map[string][]index.Mention, len(documents))
	for part := range query.Chunks(documents) {
		list, args := query.In(part)
		found, err := eachMention(ctx, r, func(m *index.Mention) {
			for i := range m.Hits {
				h := &m.Hits[i]
				h.Quote, h.Reason, h.Surface, h.Speaker, h.Second = "", "", "", "", nil
			}
		}, "m.document IN "+list, args...)
		if err != nil {
			return nil, err
		}
		for _, m := range found {
			out[m.Document] = append(out[m.Document], m)
		}
	}
	return out, nil
}

func selectMentions(ctx context.Context, r ledger.Reader, condition string, args ...any) ([]index.Mention, error) {
	return eachMention(ctx, r, func(*index.Mention) {}, condition, args...)
}

func eachMention(ctx context.Context, r ledger.Reader, each func(*index.Mention), condition string, args ...any) ([]index.Mention, error) {
	var out []index.Mention
	err := r.Each(ctx, `SELECT `+mentionColumns+` FROM mentions m JOIN documents d ON d.id = m.document
		WHERE `+condition+` ORDER BY m.workspace, m.brand, m.id`, args,
		func(scan query.Scan) error {
			m, err := scanMention(scan)
			each(&m)
			out = append(out, m)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("reading mentions: %w", err)
	}
	return out, nil
}

// maxJudged is how many of a brand's judged mentions are read at once.
const maxJudged = 5000

// JudgedDocuments returns what people decided about the mentions of a brand, by document: the
// newest that were confirmed or dismissed.
func JudgedDocuments(ctx context.Context, r ledger.Reader, workspace, brand string) (map[string]index.State, error) {
	out := map[string]index.State{}
	err := r.Each(ctx, `SELECT document, state FROM mentions WHERE workspace = ? AND brand = ? AND state IN ('confirmed', 'dismissed')
		ORDER BY published DESC, id DESC LIMIT ?`, []any{ledger.WorkspaceOrDefault(workspace), brand, maxJudged}, func(scan query.Scan) error {
		var document, state string
		err := scan(&document, &state)
		out[document] = index.State(state)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the judged mentions of %s: %w", brand, err)
	}
	return out, nil
}
