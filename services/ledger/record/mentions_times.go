package record

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Foremost returns up to most mentions that match a filter, the earliest first. Where there are more, it
// leaves out posts and passing mentions before others, and older ones before newer ones. The filter's page
// is ignored.
func Foremost(ctx context.Context, r ledger.Reader, f MentionFilter, most int) ([]Material, error) {
	w := f.where()
	out := []Material{}
	err := r.Each(ctx, `SELECT * FROM (SELECT m.id AS id, m.brand, m.cluster, m.kind, m.type, m.published AS published, d.undated, m.backfill, d.title, COALESCE(s.name, ''), d.network, d.url`+
		mentionTables+w.String()+` ORDER BY CASE WHEN m.kind <> ? AND m.type <> ? THEN 0 ELSE 1 END, m.published DESC, m.id DESC LIMIT ?) AS foremost ORDER BY published, id`,
		append(w.Args, string(feeds.Post), string(index.Passing), most), func(scan query.Scan) error {
			m, err := scanMaterial(scan)
			out = append(out, m)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("listing mentions: %w", err)
	}
	return out, nil
}

// EachPublished calls do with the brand of each mention that matches a filter, and when it was published.
func EachPublished(ctx context.Context, r ledger.Reader, f MentionFilter, do func(brand string, published time.Time)) error {
	w := f.where()
	err := r.Each(ctx, `SELECT m.brand, m.published`+mentionCounted+w.String(), w.Args, func(scan query.Scan) error {
		var brand string
		var published time.Time
		err := scan(&brand, query.Time(&published))
		do(brand, published)
		return err
	})
	if err != nil {
		return fmt.Errorf("counting mentions: %w", err)
	}
	return nil
}
