package ledger

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// MentionRow is a mention with what the inbox shows beside it.
type MentionRow struct {
	index.Mention
	BrandName string
	Own       bool
	Doc       MentionDocument
}

// MentionDocument is the document of a mention, as the inbox shows it.
type MentionDocument struct {
	ID         string
	Network    string
	URL        string
	Title      string
	Author     string
	Language   string
	Audio      string
	Duration   float64
	Origin     feeds.Origin
	Undated    bool
	SourceID   string
	SourceName string
	Image      string
}

// MentionFilter narrows a list of mentions. Empty fields mean all.
type MentionFilter struct {
	Workspace     string // empty is the default workspace
	IDs           []string
	Brands        []string
	Kinds         []string
	Networks      []string
	Sources       []string
	Languages     []string
	States        []string
	Types         []string
	Document      string
	Own           *bool
	Unsure        *bool
	Starred       *bool
	Backfill      *bool
	Assignee      string
	MinConfidence float64
	From, To      time.Time // published, To excluded
	FoundAfter    time.Time
	Query         string // in the document's title or a quote
	Removed       bool   // those whose name is no longer there, too
	ByFound       bool   // newest found first, instead of newest published
	Page          Page
}

func (f MentionFilter) where() where {
	var w where
	w.add("m.workspace = ?", workspaceOr(f.Workspace))
	w.any("m.id", f.IDs)
	w.any("m.brand", f.Brands)
	w.any("m.kind", f.Kinds)
	w.any("m.network", f.Networks)
	w.any("m.source", f.Sources)
	w.any("m.language", f.Languages)
	w.any("m.state", f.States)
	w.any("m.type", f.Types)
	if f.Document != "" {
		w.add("m.document = ?", f.Document)
	}
	w.is("b.own", f.Own)
	w.is("m.unsure", f.Unsure)
	w.is("m.starred", f.Starred)
	w.is("m.backfill", f.Backfill)
	if f.Assignee != "" {
		w.add("m.assignee = ?", f.Assignee)
	}
	if f.MinConfidence > 0 {
		w.add("m.confidence >= ?", f.MinConfidence)
	}
	if !f.From.IsZero() {
		w.add("m.published >= ?", f.From)
	}
	if !f.To.IsZero() {
		w.add("m.published < ?", f.To)
	}
	if !f.FoundAfter.IsZero() {
		w.add("m.found > ?", f.FoundAfter)
	}
	w.contains(f.Query, "d.title", "m.hits")
	if !f.Removed {
		w.add("m.removed = 0")
	}
	return w
}

const mentionTables = ` FROM mentions m
	JOIN documents d ON d.id = m.document
	LEFT JOIN brands b ON b.workspace = m.workspace AND b.id = m.brand
	LEFT JOIN sources s ON s.id = m.source AND s.removed = 0`

const rowColumns = mentionColumns + `, COALESCE(b.name, m.brand), COALESCE(b.own, 0), d.id, d.network, d.url, d.title, d.author, d.language,
	d.audio, d.duration, d.origin, d.undated, m.source, COALESCE(s.name, ''), COALESCE(s.image, '')`

// A page of mentions has about this many hits; once it has, further mentions show only the
// surest few of theirs.
const (
	pageHits = 5000
	fewHits  = 20
)

// ListMentions lists mentions, newest first, and returns the cursor of the next page,
// empty on the last. What arrives meanwhile shifts nothing.
func (r Reads) ListMentions(ctx context.Context, f MentionFilter) ([]MentionRow, string, error) {
	w := f.where()
	column := "m.published"
	if f.ByFound {
		column = "m.found"
	}
	pos, after, err := f.Page.position()
	if err != nil {
		return nil, "", err
	}
	if after {
		w.add("("+column+", m.id) < (?, ?)", pos.at, pos.id)
	}
	limit := f.Page.limit()
	rows := []MentionRow{}
	hits := 0
	err = r.each(ctx, `SELECT `+rowColumns+mentionTables+w.String()+` ORDER BY `+column+` DESC, m.id DESC LIMIT ?`,
		append(w.args, limit+1), func(scan scanner) error {
			row, err := scanMentionRow(scan)
			// Few have more than a handful; a page of those that do stays small all the same.
			if hits += len(row.Hits); hits > pageHits && len(row.Hits) > fewHits {
				row.Total = max(row.Total, len(row.Hits))
				row.Hits = index.MostConfident(row.Hits, fewHits)
			}
			rows = append(rows, row)
			return err
		})
	if err != nil {
		return nil, "", fmt.Errorf("listing mentions: %w", err)
	}
	rows, end := next(rows, limit, func(m MentionRow) position {
		if f.ByFound {
			return position{micros(m.Found), m.Mention.ID}
		}
		return position{micros(m.Published), m.Mention.ID}
	})
	return rows, end, nil
}

// MentionRow returns one mention of a workspace with what the inbox shows beside it.
func (r Reads) MentionRow(ctx context.Context, workspace, id string) (MentionRow, error) {
	var row MentionRow
	found := false
	err := r.each(ctx, `SELECT `+rowColumns+mentionTables+` WHERE m.workspace = ? AND m.id = ?`, []any{workspaceOr(workspace), id}, func(scan scanner) (err error) {
		found = true
		row, err = scanMentionRow(scan)
		return err
	})
	if err == nil && !found {
		err = fmt.Errorf("mention %s: %w", id, ErrNotFound)
	}
	return row, err
}

func scanMentionRow(scan scanner) (MentionRow, error) {
	var row MentionRow
	var err error
	d := &row.Doc
	row.Mention, err = scanMention(scan, &row.BrandName, bit{&row.Own}, &d.ID, &d.Network, &d.URL, &d.Title, &d.Author, &d.Language,
		&d.Audio, &d.Duration, &d.Origin, bit{&d.Undated}, &d.SourceID, &d.SourceName, &d.Image)
	return row, err
}

// Facets by which mentions can be counted.
const (
	ByBrand    = "brand"
	ByKind     = "kind"
	ByNetwork  = "network"
	BySource   = "source"
	ByLanguage = "language"
	ByState    = "state"
	ByType     = "type"
	ByUnsure   = "unsure" // "0" or "1"
	ByDay      = "day"    // UTC, days since 1970
)

// CountMentions counts the mentions that a filter finds, and, for each facet, by its
// values. The filter's page does not matter.
func (r Reads) CountMentions(ctx context.Context, f MentionFilter, facets ...string) (int, map[string]map[string]int, error) {
	w := f.where()
	total := 0
	if err := r.row(ctx, `SELECT COUNT(*)`+mentionTables+w.String(), w.args, &total); err != nil {
		return 0, nil, fmt.Errorf("counting mentions: %w", err)
	}
	out := make(map[string]map[string]int, len(facets))
	for _, facet := range facets {
		var expression string
		switch facet {
		case ByBrand, ByKind, ByNetwork, BySource, ByLanguage, ByState, ByType:
			expression = "m." + facet
		case ByUnsure:
			expression = "CAST(m.unsure AS TEXT)"
		case ByDay:
			expression = "CAST(m.published / 86400000000 AS TEXT)"
		default:
			return 0, nil, fmt.Errorf("counting mentions: there is no facet %q", facet)
		}
		counts, err := r.countBy(ctx, `SELECT `+expression+`, COUNT(*)`+mentionTables+w.String()+` GROUP BY 1`, w.args...)
		if err != nil {
			return 0, nil, fmt.Errorf("counting mentions by %s: %w", facet, err)
		}
		out[facet] = counts
	}
	return total, out, nil
}
