package archive

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
)

// separate gives documents that reuse the guid of another one a key and an id of their own: bulletins
// have one guid for all their editions. Without that, the stored words of one edition would be shown under
// the title of the next, and the next one's never be read.
func separate(ctx context.Context, tx *ledger.Tx, docs []*Draft, source string, stored map[string]storedDocument, listed map[string]bool) error {
	var moved []string
	for _, d := range docs {
		if k, ok := stored[d.ID]; !ok || !replaces(&d.Document, k) {
			continue
		}
		key := d.Key + "\n" + d.Published.UTC().Format(time.RFC3339)
		id := feeds.DocumentID(d.Network, key)
		if listed[id] {
			continue
		}
		d.Key, d.ID = key, id
		listed[id] = true
		moved = append(moved, id)
	}
	if len(moved) == 0 {
		return nil
	}
	return loadStored(ctx, tx, moved, source, stored)
}

// replaces reports whether a document is another one than the stored one with its id: its title, date and
// recording are others, or its page where it has no recording. Publishers correct each of them, but hardly
// all at once.
func replaces(d *feeds.Document, k storedDocument) bool {
	if d.Title == k.title || d.Undated || k.undated || d.Published.Sub(k.published).Abs() < 10*time.Minute {
		return false
	}
	if d.Audio != "" || k.audio != "" {
		return d.Audio != "" && k.audio != "" && !samePath(d.Audio, k.audio)
	}
	return d.URL != "" && k.url != "" && !samePath(d.URL, k.url)
}

// otherRecording reports whether a document has another recording than the stored one, of another day: the
// stored words are not what is said in it. Without another date the recording has only moved.
func otherRecording(d *feeds.Document, k storedDocument) bool {
	return d.Audio != "" && k.audio != "" && !samePath(d.Audio, k.audio) &&
		!d.Undated && !k.undated && d.Published.Sub(k.published).Abs() >= 10*time.Minute
}

// forgetTexts removes what was read into the text of a document, so that it is read again.
func forgetTexts(ctx context.Context, tx *ledger.Tx, document string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM parts WHERE document = ? AND brings_text = 1`, document); err != nil {
		return fmt.Errorf("forgetting the texts of %s: %w", document, err)
	}
	return nil
}

// samePath reports whether two addresses have the same path. A file that moves to another host, or behind
// an address that counts downloads, keeps its path at the end.
func samePath(a, b string) bool {
	p, q := pathOf(a), pathOf(b)
	return p == q || len(p) > 1 && len(q) > 1 && (strings.HasSuffix(p, q) || strings.HasSuffix(q, p))
}

func pathOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	return strings.TrimSuffix(u.Path, "/")
}
