package archive

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/twins"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// SourceTwin is the YouTube channel that has the recordings of a podcast.
type SourceTwin struct {
	Source  string // the podcast
	Twin    string // the source of the channel
	Found   string // how the channel was found: typed, feed, page or name
	Created time.Time
	Due     time.Time // when the two lists are compared
}

// SetTwin gives a podcast its channel, in place of the one that it had.
func SetTwin(ctx context.Context, tx *ledger.Tx, t SourceTwin) error {
	_, err := tx.Exec(ctx, `INSERT INTO source_twins (source, twin, found, created, due) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (source) DO UPDATE SET twin = excluded.twin, found = excluded.found, created = excluded.created, due = excluded.due`,
		t.Source, t.Twin, t.Found, tx.Now(), tx.Now())
	if err != nil {
		return fmt.Errorf("giving source %s its channel: %w", t.Source, err)
	}
	return nil
}

const twinColumns = `SELECT source, twin, found, created, due FROM source_twins`

func scanTwin(scan query.Scan) (t SourceTwin, err error) {
	err = scan(&t.Source, &t.Twin, &t.Found, query.Time(&t.Created), query.Time(&t.Due))
	return t, err
}

// TwinOf returns the channel of a podcast; [ledger.ErrNotFound] if it has none.
func TwinOf(ctx context.Context, r ledger.Reader, source string) (SourceTwin, error) {
	var t SourceTwin
	err := r.Row(ctx, twinColumns+` WHERE source = ?`, []any{source}, &t.Source, &t.Twin, &t.Found, query.Time(&t.Created), query.Time(&t.Due))
	if err != nil {
		return t, fmt.Errorf("the channel of source %s: %w", source, err)
	}
	return t, nil
}

// DueTwins returns the podcasts whose list is to be compared with that of their channel.
func DueTwins(ctx context.Context, r ledger.Reader, now time.Time, limit int) ([]SourceTwin, error) {
	var out []SourceTwin
	err := r.Each(ctx, twinColumns+` WHERE due > 0 AND due <= ? ORDER BY due, source LIMIT ?`, []any{now, limit}, func(scan query.Scan) error {
		t, err := scanTwin(scan)
		out = append(out, t)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing podcasts to compare with their channels: %w", err)
	}
	return out, nil
}

// TwinsChanged makes the lists due that a source is on one side of.
func TwinsChanged(ctx context.Context, tx *ledger.Tx, source string) error {
	if _, err := tx.Exec(ctx, `UPDATE source_twins SET due = ? WHERE source = ? OR twin = ?`, tx.Now(), source, source); err != nil {
		return fmt.Errorf("comparing source %s with its twin: %w", source, err)
	}
	return nil
}

// TwinsOfDocumentChanged is [TwinsChanged] for the sources of a document.
func TwinsOfDocumentChanged(ctx context.Context, tx *ledger.Tx, document string) error {
	_, err := tx.Exec(ctx, `UPDATE source_twins SET due = ? WHERE source IN (SELECT source FROM document_sources WHERE document = ?)
		OR twin IN (SELECT source FROM document_sources WHERE document = ?)`, tx.Now(), document, document)
	if err != nil {
		return fmt.Errorf("comparing document %s with its twins: %w", document, err)
	}
	return nil
}

// TwinsCompared records that the lists were compared, unless one of them has changed since t was read.
func TwinsCompared(ctx context.Context, tx *ledger.Tx, t SourceTwin) error {
	_, err := tx.Exec(ctx, `UPDATE source_twins SET due = 0 WHERE source = ? AND due = ?`, t.Source, t.Due)
	return err
}

// TwinCandidate is an episode or a video that may have a twin.
type TwinCandidate struct {
	twins.Recording
	Revision string
	Origin   feeds.Origin
	From     string
	URL      string
}

// maxCandidates is how many of the newest recordings of a source are compared.
const maxCandidates = 1000

// TwinCandidates returns the newest recordings of a source.
func TwinCandidates(ctx context.Context, r ledger.Reader, source, owner string) ([]TwinCandidate, error) {
	var out []TwinCandidate
	err := r.Each(ctx, `SELECT d.id, d.title, d.published, d.undated, d.duration, d.revision, d.origin, d.text_from, d.url
		FROM documents d JOIN document_sources x ON x.document = d.id
		WHERE x.source = ? AND d.kind IN ('podcast', 'video') ORDER BY d.published DESC, d.id LIMIT ?`, []any{source, maxCandidates}, func(scan query.Scan) error {
		c := TwinCandidate{}
		c.Owner = owner
		undated := false
		err := scan(&c.ID, &c.Title, query.Time(&c.Published), query.Flag(&undated), &c.Duration, &c.Revision, &c.Origin, &c.From, &c.URL)
		if undated {
			c.Published = time.Time{} // when it was first read says nothing
		}
		out = append(out, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing the recordings of source %s: %w", source, err)
	}
	return out, nil
}

// DocumentTwin is an episode and the video that is the same recording.
type DocumentTwin struct {
	Document, Twin string
	Confidence     float64
	Reason         string
	Offered        string // revision of the video whose text was last offered to the episode
}

// PairsOf returns the pairs of the episodes of a podcast by episode.
func PairsOf(ctx context.Context, r ledger.Reader, source string) (map[string]DocumentTwin, error) {
	out := map[string]DocumentTwin{}
	err := r.Each(ctx, `SELECT t.document, t.twin, t.confidence, t.reason, t.offered FROM document_twins t JOIN document_sources x ON x.document = t.document
		WHERE x.source = ?`, []any{source}, func(scan query.Scan) error {
		var p DocumentTwin
		err := scan(&p.Document, &p.Twin, &p.Confidence, &p.Reason, &p.Offered)
		out[p.Document] = p
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing the pairs of source %s: %w", source, err)
	}
	return out, nil
}

// SavePair records a pair; an older one of the same episode is replaced. It reports false for a video that
// belongs to another episode already.
func SavePair(ctx context.Context, tx *ledger.Tx, p DocumentTwin) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO document_twins (document, twin, confidence, reason, offered, created)
		SELECT ?, ?, CAST(? AS DOUBLE PRECISION), ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM document_twins o WHERE o.twin = ? AND o.document <> ?)
		ON CONFLICT (document) DO UPDATE SET twin = excluded.twin, confidence = excluded.confidence, reason = excluded.reason, offered = excluded.offered`,
		p.Document, p.Twin, p.Confidence, p.Reason, p.Offered, tx.Now(), p.Twin, p.Document)
	if err != nil {
		return false, fmt.Errorf("pairing document %s: %w", p.Document, err)
	}
	return n > 0, nil
}

// PairOf returns the pair that a document is on either side of; [ledger.ErrNotFound] if there is none.
func PairOf(ctx context.Context, r ledger.Reader, document string) (DocumentTwin, error) {
	var p DocumentTwin
	err := r.Row(ctx, `SELECT document, twin, confidence, reason, offered FROM document_twins WHERE document = ? OR twin = ? ORDER BY document LIMIT 1`,
		[]any{document, document}, &p.Document, &p.Twin, &p.Confidence, &p.Reason, &p.Offered)
	if err != nil {
		return p, fmt.Errorf("the twin of document %s: %w", document, err)
	}
	return p, nil
}

// TwinDocuments returns the video of an episode with its text, if it has one.
func TwinDocuments(ctx context.Context, r ledger.Reader, episode string) ([]feeds.Document, error) {
	p, err := PairOf(ctx, r, episode)
	if errors.Is(err, ledger.ErrNotFound) || err == nil && p.Document != episode {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return GetDocuments(ctx, r, []string{p.Twin})
}

// NoteWithoutTwin records, for the episodes of a podcast that have neither a text nor a video on its channel,
// why they have no captions.
func NoteWithoutTwin(ctx context.Context, tx *ledger.Tx, source string, cost int, missed *feeds.Fault) error {
	reason, code, _ := why(missed)
	_, err := tx.Exec(ctx, `INSERT INTO parts (document, part, source, cost, brings_text, offers, state, not_before, attempts, error, code, created)
		SELECT d.id, ?, ?, CAST(? AS BIGINT), 1, '[]', 'absent', 0, 0, ?, ?, CAST(? AS BIGINT) FROM documents d JOIN document_sources x ON x.document = d.id
		WHERE x.source = ? AND d.kind = 'podcast' AND d.origin IN ('', 'none') AND NOT EXISTS (SELECT 1 FROM document_twins t WHERE t.document = d.id)
		ON CONFLICT DO NOTHING`, string(feeds.PartCaptions), source, cost, reason, code, tx.Now(), source)
	if err != nil {
		return fmt.Errorf("recording the episodes of source %s without a video: %w", source, err)
	}
	return nil
}

// dropPairs deletes the pairs of a podcast's episodes, or of a document.
func dropPairs(ctx context.Context, tx *ledger.Tx, where string, args ...any) error {
	if _, err := tx.Exec(ctx, `DELETE FROM document_twins WHERE `+where, args...); err != nil {
		return fmt.Errorf("deleting pairs: %w", err)
	}
	return nil
}

// RemoveTwin takes its channel from a podcast, with all pairs. It returns the episodes that had one.
func RemoveTwin(ctx context.Context, tx *ledger.Tx, source string) ([]DocumentTwin, error) {
	pairs, err := PairsOf(ctx, tx, source)
	if err != nil {
		return nil, err
	}
	n, err := tx.Exec(ctx, `DELETE FROM source_twins WHERE source = ?`, source)
	if err := ledger.OneRow(n, err, "removing the channel of source "+source); err != nil {
		return nil, err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM parts WHERE source = ? AND part = ? AND state = 'absent'`, source, string(feeds.PartCaptions)); err != nil {
		return nil, err
	}
	out := make([]DocumentTwin, 0, len(pairs))
	for _, p := range pairs {
		out = append(out, p)
	}
	return out, dropPairs(ctx, tx, `document IN (SELECT document FROM document_sources WHERE source = ?)`, source)
}

// MergeClusters puts two documents into one cluster, and returns those that were moved for it: all of the
// smaller cluster, or a document that was in none.
func MergeClusters(ctx context.Context, tx *ledger.Tx, a, b string) (moved []Clustered, err error) {
	// As in [AssignClusters]: on PostgreSQL this row keeps other transactions out.
	if tx.ForUpdate() != "" {
		if _, err := tx.Bump(ctx, "clusters", 0); err != nil {
			return nil, err
		}
	}
	cluster, size := [2]string{}, [2]int{}
	for i, id := range []string{a, b} {
		if err := tx.Row(ctx, `SELECT cluster FROM documents WHERE id = ?`, []any{id}, &cluster[i]); err != nil {
			return nil, fmt.Errorf("merging the clusters of %s and %s: %w", a, b, err)
		}
		if cluster[i] != "" {
			if err := tx.Row(ctx, `SELECT COUNT(*) FROM documents WHERE cluster = ?`, []any{cluster[i]}, &size[i]); err != nil {
				return nil, err
			}
		}
	}
	if cluster[0] != "" && cluster[0] == cluster[1] {
		return nil, nil
	}
	into, other := 0, 1
	if size[1] > size[0] {
		into, other = 1, 0
	}
	to := cluster[into]
	ids := []string{[]string{a, b}[other]}
	if to == "" { // neither was detected yet
		to, ids = a, []string{a, b}
	}
	if cluster[other] != "" {
		if ids, err = tx.Column(ctx, `SELECT id FROM documents WHERE cluster = ? ORDER BY arrival`, cluster[other]); err != nil {
			return nil, err
		}
	}
	for _, id := range ids {
		c := Clustered{ID: id, Cluster: to, Shared: true, Changed: true}
		if err := tx.Row(ctx, `UPDATE documents SET cluster = ? WHERE id = ? RETURNING CASE WHEN detected_revision = revision THEN 1 ELSE 0 END`, []any{to, id}, query.Flag(&c.Known)); err != nil {
			return nil, fmt.Errorf("moving document %s: %w", id, err)
		}
		moved = append(moved, c)
	}
	return moved, nil
}

// SplitCluster gives one of two documents of a cluster a cluster of its own again: the one after which the
// cluster is not named.
func SplitCluster(ctx context.Context, tx *ledger.Tx, a, b string) (moved []Clustered, err error) {
	var cluster, other string
	for id, into := range map[string]*string{a: &cluster, b: &other} {
		if err := tx.Row(ctx, `SELECT cluster FROM documents WHERE id = ?`, []any{id}, into); err != nil {
			return nil, fmt.Errorf("splitting the cluster of %s: %w", a, err)
		}
	}
	if cluster != other || cluster == "" {
		return nil, nil
	}
	c := Clustered{ID: a, Cluster: a, Changed: true}
	if cluster == a {
		c.ID, c.Cluster = b, b
	}
	err = tx.Row(ctx, `UPDATE documents SET cluster = id WHERE id = ? RETURNING CASE WHEN detected_revision = revision THEN 1 ELSE 0 END`, []any{c.ID}, query.Flag(&c.Known))
	return []Clustered{c}, err
}

// DropText deletes the text of a document that was taken from a copy, so that detection reads it without.
func DropText(ctx context.Context, tx *ledger.Tx, id, from string) error {
	d, err := GetDocument(ctx, tx, id)
	if err != nil || d.From != from {
		return err
	}
	if err := forgetTexts(ctx, tx, id); err != nil {
		return err
	}
	d.Text, d.Cues, d.Origin, d.From = "", nil, feeds.None, ""
	draft := NewDraft(d)
	stored := map[string]storedDocument{}
	source := firstSource(&d)
	if err := loadStored(ctx, tx, []string{id}, source, stored); err != nil {
		return err
	}
	if _, err := writeDocument(ctx, tx, draft, source, false, stored[id]); err != nil {
		return fmt.Errorf("dropping the text of document %s: %w", id, err)
	}
	return announceRead(ctx, tx, &draft.Document, source)
}
