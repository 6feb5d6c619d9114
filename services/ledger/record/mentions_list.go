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
	Removed       bool   // also those whose name no longer occurs
	ByFound       bool   // newest found first, instead of newest published
	Page          ledger.Page
}

func (f MentionFilter) where() query.Where {
	var w query.Where
	w.Add("m.workspace = ?", ledger.WorkspaceOrDefault(f.Workspace))
	w.Any("m.id", f.IDs)
	w.Any("m.brand", f.Brands)
	w.Any("m.kind", f.Kinds)
	w.Any("m.network", f.Networks)
	w.Any("m.source", f.Sources)
	w.Any("m.language", f.Languages)
	w.Any("m.state", f.States)
	w.Any("m.type", f.Types)
	if f.Document != "" {
		w.Add("m.document = ?", f.Document)
	}
	w.Is("b.own", f.Own)
	w.Is("m.unsure", f.Unsure)
	w.Is("m.starred", f.Starred)
	w.Is("m.backfill", f.Backfill)
	if f.Assignee != "" {
		w.Add("m.assignee = ?", f.Assignee)
	}
	if f.MinConfidence > 0 {
		w.Add("m.confidence >= ?", f.MinConfidence)
	}
	if !f.From.IsZero() {
		w.Add("m.published >= ?", f.From)
	}
	if !f.To.IsZero() {
		w.Add("m.published < ?", f.To)
	}
	if !f.FoundAfter.IsZero() {
		w.Add("m.found > ?", f.FoundAfter)
	}
	w.Contains(f.Query, "d.title", "m.hits")
	if !f.Removed {
		w.Add("m.removed = 0")
	}
	return w
}

const mentionTables = ` FROM mentions m
	JOIN documents d ON d.id = m.document
	LEFT JOIN brands b ON b.workspace = m.workspace AND b.id = m.brand
	LEFT JOIN sources s ON s.id = m.source AND s.removed = 0`

const rowColumns = mentionColumns + `, COALESCE(b.name, m.brand), COALESCE(b.own, 0), d.id, d.network, d.url, d.title, d.author, d.language,
	d.audio, d.duration, d.origin, d.undated, m.source, COALESCE(s.name, ''), COALESCE(s.image, '')`

// A page of mentions has about this many hits. After that, further mentions have only their
// surest few.
const (
	pageHits = 5000
	fewHits  = 20
)

// ListMentions lists mentions, newest first, and returns the cursor of the next page, empty on
// the last. New mentions don't shift the pages.
func ListMentions(ctx context.Context, r ledger.Reader, f MentionFilter) ([]MentionRow, string, error) {
	w := f.where()
	column := "m.published"
	if f.ByFound {
		column = "m.found"
	}
	pos, after, err := f.Page.Position()
	if err != nil {
		return nil, "", err
	}
	if after {
		w.Add("("+column+", m.id) < (?, ?)", pos.At, pos.ID)
	}
	limit := f.Page.Size()
	rows := []MentionRow{}
	hits := 0
	err = r.Each(ctx, `SELECT `+rowColumns+mentionTables+w.String()+` ORDER BY `+column+` DESC, m.id DESC LIMIT ?`,
		append(w.Args, limit+1), func(scan query.Scan) error {
			row, err := scanMentionRow(scan)
			// Few mentions have more than a handful of hits; a page of those that do must stay small too.
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
	rows, end := ledger.CutPage(rows, limit, func(m MentionRow) ledger.Position {
		if f.ByFound {
			return ledger.PositionAt(query.Micros(m.Found), m.Mention.ID)
		}
		return ledger.PositionAt(query.Micros(m.Published), m.Mention.ID)
	})
	return rows, end, nil
}

// GetMentionRow returns one mention of a workspace with what the inbox shows beside it.
func GetMentionRow(ctx context.Context, r ledger.Reader, workspace, id string) (MentionRow, error) {
	var row MentionRow
	found := false
	err := r.Each(ctx, `SELECT `+rowColumns+mentionTables+` WHERE m.workspace = ? AND m.id = ?`, []any{ledger.WorkspaceOrDefault(workspace), id}, func(scan query.Scan) (err error) {
		found = true
		row, err = scanMentionRow(scan)
		return err
	})
	if err == nil && !found {
		err = fmt.Errorf("mention %s: %w", id, ledger.ErrNotFound)
	}
	return row, err
}

func scanMentionRow(scan query.Scan) (MentionRow, error) {
	var row MentionRow
	var err error
	d := &row.Doc
	row.Mention, err = scanMention(scan, &row.BrandName, query.Flag(&row.Own), &d.ID, &d.Network, &d.URL, &d.Title, &d.Author, &d.Language,
		&d.Audio, &d.Duration, &d.Origin, query.Flag(&d.Undated), &d.SourceID, &d.SourceName, &d.Image)
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

// CountMentions returns how many mentions match a filter and, for each facet, how many by
// value. The filter's page is ignored.
func CountMentions(ctx context.Context, r ledger.Reader, f MentionFilter, facets ...string) (int, map[string]map[string]int, error) {
	w := f.where()
	total := 0
	if err := r.Row(ctx, `SELECT COUNT(*)`+mentionTables+w.String(), w.Args, &total); err != nil {
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
		counts, err := ledger.CountBy(ctx, r, `SELECT `+expression+`, COUNT(*)`+mentionTables+w.String()+` GROUP BY 1`, w.Args...)
		if err != nil {
			return 0, nil, fmt.Errorf("counting mentions by %s: %w", facet, err)
		}
		out[facet] = counts
	}
	return total, out, nil
}
