package archive

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Objection is a person who objects to being watched: an author by handle or name, or the host of a show.
// Documents are read once for all workspaces, so it holds for all of them.
type Objection struct {
	ID      string    `json:"id"`
	Network string    `json:"network,omitempty"` // empty for all
	Who     string    `json:"who"`               // folded: see [foldPerson]
	Note    string    `json:"note,omitempty"`
	Created time.Time `json:"created"`
}

// foldPerson returns what is equal for two spellings of a handle or a name.
func foldPerson(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(strings.TrimPrefix(strings.TrimSpace(s), "@"))), " ")
}

// ObjectionID returns the id of an objection, so that one which is entered twice is one.
func ObjectionID(network, who string) string { return feeds.ID("objection", network, foldPerson(who)) }

// AddObjection adds an objection. It doesn't delete what is stored: see [ObjectedDocuments].
func AddObjection(ctx context.Context, tx *ledger.Tx, network, who, note string) (Objection, error) {
	o := Objection{ID: ObjectionID(network, who), Network: network, Who: foldPerson(who), Note: note, Created: tx.Now()}
	_, err := tx.Exec(ctx, `INSERT INTO objections (id, network, who, note, created) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, o.ID, o.Network, o.Who, o.Note, o.Created)
	if err != nil {
		return o, fmt.Errorf("adding an objection: %w", err)
	}
	return o, nil
}

// ListObjections returns all objections, the newest first.
func ListObjections(ctx context.Context, r ledger.Reader) ([]Objection, error) {
	out := []Objection{}
	err := r.Each(ctx, `SELECT id, network, who, note, created FROM objections ORDER BY created DESC, id`, nil, func(scan query.Scan) error {
		var o Objection
		err := scan(&o.ID, &o.Network, &o.Who, &o.Note, query.Time(&o.Created))
		out = append(out, o)
		return err
	})
	return out, err
}

// DeleteObjection ends an objection. What was deleted for it doesn't come back by itself.
func DeleteObjection(ctx context.Context, tx *ledger.Tx, id string) error {
	n, err := tx.Exec(ctx, `DELETE FROM objections WHERE id = ?`, id)
	return ledger.OneRow(n, err, "deleting objection "+id)
}

// objections are those in force, by network and person.
type objections map[[2]string]bool

func loadObjections(ctx context.Context, r ledger.Reader) (objections, error) {
	all, err := ListObjections(ctx, r)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	out := objections{}
	for _, o := range all {
		out[[2]string{o.Network, o.Who}] = true
	}
	return out, nil
}

// cover reports whether a document is by somebody who objects. A guest or somebody who is only named is no author of it.
func (o objections) cover(d *feeds.Document) bool {
	if len(o) == 0 {
		return false
	}
	author, _, _ := strings.Cut(d.Key, "/")
	if rest, ok := strings.CutPrefix(d.Key, "at://"); ok {
		author, _, _ = strings.Cut(rest, "/")
	}
	people := []string{d.Handle, d.Author, author}
	for _, p := range d.People {
		if role := strings.ToLower(p.Role); role == "" || role == "host" || role == "co-host" || role == "author" {
			people = append(people, p.Name)
		}
	}
	return slices.ContainsFunc(people, func(p string) bool {
		p = foldPerson(p)
		return p != "" && (o[[2]string{"", p}] || o[[2]string{d.Network, p}])
	})
}

// ObjectedDocuments returns the ids of stored documents, at most that many, that objections cover.
func ObjectedDocuments(ctx context.Context, r ledger.Reader, o Objection, most int) ([]string, error) {
	only := objections{{o.Network, o.Who}: true}
	var ids []string
	err := r.Each(ctx, `SELECT id, network, key, handle, author, people FROM documents WHERE (? = '' OR network = ?)
		AND (LOWER(handle) LIKE ? OR LOWER(author) LIKE ? OR LOWER(people) LIKE ? OR LOWER(key) LIKE ?) ORDER BY arrival`,
		append([]any{o.Network, o.Network}, likes(o.Who)...), func(scan query.Scan) error {
			var d feeds.Document
			var people string
			if err := scan(&d.ID, &d.Network, &d.Key, &d.Handle, &d.Author, &people); err != nil {
				return err
			}
			_ = json.Unmarshal([]byte(people), &d.People) // as the archive wrote it
			if len(ids) < most && only.cover(&d) {
				ids = append(ids, d.ID)
			}
			return nil
		})
	return ids, err
}

// likes returns patterns for what may be folded to who. They find too much, never too little, except for names in letters
// that the database doesn't fold.
func likes(who string) []any {
	var words []string
	for _, w := range strings.Fields(who) {
		words = append(words, strings.NewReplacer("%", "_", `\`, "_").Replace(w))
	}
	p := "%" + strings.Join(words, "%") + "%"
	return []any{p, p, p, p}
}
