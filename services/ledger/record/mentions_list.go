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
	Synthetic  string // the evidence that a machine made it
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
	Synthetic     *bool // in documents that a machine made
	Backfill      *bool
	Assignee      string
	MinConfidence float64
	From, To      time.Time // published, To excluded
	FoundAfter    time.Time
	FoundTo       time.Time // included
	Query         string    // in the document's title or a quote
	Removed       bool      // also those whose name no longer occurs
	Rows          bool      // one mention for each brand and cluster: the lead
	ByFound       bool      // newest found first, instead of newest published
	Page          ledger.Page
}

func (f MentionFilter) where() query.Where {
	var w query.Where
	w.Add("m.workspace = ?", ledger.WorkspaceOrDefault(f.Workspace))
	w.Any("m.brand", f.Brands)
	w.Any("m.state", f.States)
	w.Any("m.type", f.Types)
	w.Is("b.own", f.Own)
	w.Is("m.unsure", f.Unsure)
	w.Is("m.starred", f.Starred)
	w.Is("m.backfill", f.Backfill)
	if f.Synthetic != nil && *f.Synthetic {
		w.Add("d.synthetic <> ''")
	} else if f.Synthetic != nil {
		w.Add("d.synthetic = ''")
	}
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
	if !f.FoundTo.IsZero() {
		w.Add("m.found <= ?", f.FoundTo)
	}
	if !f.Removed {
		w.Add("m.removed = 0")
	}
	of := f.ofDocument("m", "d")
	switch conditions := of.And(); {
	case !f.Rows:
		w.Append(of)
	case conditions == "":
		w.Add("m.lead = 1")
	default: // the lead or one of its copies
		c := f.ofDocument("c", "e")
		w.Add("m.lead = 1")
		w.Add("(("+conditions+`) OR EXISTS (SELECT 1 FROM mentions c JOIN documents e ON e.id = c.document
			WHERE c.workspace = m.workspace AND c.brand = m.brand AND c.cluster = m.cluster AND c.lead = 0 AND c.removed = 0 AND `+c.And()+"))",
			append(of.Args, c.Args...)...)
	}
	return w
}

// ofDocument returns the conditions that tell one copy from another, for the names that a
// statement gives to a mention and its document.
func (f MentionFilter) ofDocument(m, d string) query.Where {
	var w query.Where
	w.Any(m+".id", f.IDs)
	w.Any(m+".kind", f.Kinds)
	w.Any(m+".network", f.Networks)
	w.Any(m+".language", f.Languages)
	if len(f.Sources) > 0 {
		list, args := query.In(f.Sources)
		w.Add("EXISTS (SELECT 1 FROM document_sources x WHERE x.document = "+m+".document AND x.source IN "+list+
			" AND x.source NOT IN (SELECT id FROM sources WHERE workspace NOT IN ('', ?)))", append(args, ledger.WorkspaceOrDefault(f.Workspace))...)
	}
	if f.Document != "" {
		w.Add(m+".document = ?", f.Document)
	}
	w.Contains(f.Query, d+".title", m+".hits")
	return w
}

const (
	mentionCounted = ` FROM mentions m` + mentionBeside
	mentionBeside  = ` JOIN documents d ON d.id = m.document
	LEFT JOIN brands b ON b.workspace = m.workspace AND b.id = m.brand`
	// The source that is shown is the first one that exists and that the workspace may see.
	mentionSource = ` LEFT JOIN sources s ON s.id = (SELECT x.source FROM document_sources x JOIN sources y ON y.id = x.source
		WHERE x.document = m.document AND y.removed = 0 AND y.workspace IN ('', m.workspace) ORDER BY x.position, x.source LIMIT 1)`
	mentionTables = mentionCounted + mentionSource
)

const rowColumns = mentionColumns + `, COALESCE(b.name, m.brand), COALESCE(b.own, 0), d.id, d.network, d.url, d.title, d.author, d.language,
	d.audio, d.duration, d.origin, d.undated, d.synthetic, COALESCE(s.id, m.source), COALESCE(s.name, ''), COALESCE(s.image, '')`

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

func scanMentionRow(scan query.Scan, more ...any) (MentionRow, error) {
	var row MentionRow
	var err error
	d := &row.Doc
	row.Mention, err = scanMention(scan, append([]any{&row.BrandName, query.Flag(&row.Own), &d.ID, &d.Network, &d.URL, &d.Title, &d.Author, &d.Language,
		&d.Audio, &d.Duration, &d.Origin, query.Flag(&d.Undated), &d.Synthetic, &d.SourceID, &d.SourceName, &d.Image}, more...)...)
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

// without leaves a facet's own filter out: a facet counts what each of its values would find, also
// those that aren't chosen.
func (f MentionFilter) without(facet string) MentionFilter {
	switch facet {
	case ByBrand:
		f.Brands = nil
	case ByKind:
		f.Kinds = nil
	case ByNetwork:
		f.Networks = nil
	case BySource:
		f.Sources = nil
	case ByLanguage:
		f.Languages = nil
	case ByState:
		f.States = nil
	case ByType:
		f.Types = nil
	case ByUnsure:
		f.Unsure = nil
	}
	return f
}

// CountMentions returns how many mentions match a filter and, for each facet, how many by
// value, without the filter on that facet itself. A mention counts for each source of its document,
// and a row for each kind, network, language and source of its copies. The filter's page is ignored.
func CountMentions(ctx context.Context, r ledger.Reader, f MentionFilter, facets ...string) (int, map[string]map[string]int, error) {
	w := f.where()
	total := 0
	if err := r.Row(ctx, `SELECT COUNT(*)`+mentionCounted+w.String(), w.Args, &total); err != nil {
		return 0, nil, fmt.Errorf("counting mentions: %w", err)
	}
	out := make(map[string]map[string]int, len(facets))
	for _, facet := range facets {
		w := f.without(facet).where()
		var statement string
		args := w.Args
		switch facet {
		case ByBrand, ByState, ByType:
			statement = countBy("m."+facet, w)
		case ByUnsure:
			statement = countBy("CAST(m.unsure AS TEXT)", w)
		case ByDay:
			statement = countBy("CAST(m.published / 86400000000 AS TEXT)", w)
		case ByKind, ByNetwork, ByLanguage, BySource:
			if statement = countBy("m."+facet, w); f.Rows || facet == BySource {
				statement, args = countCopiesBy(facet, w, f.Rows)
			}
		default:
			return 0, nil, fmt.Errorf("counting mentions: there is no facet %q", facet)
		}
		counts, err := ledger.CountBy(ctx, r, statement, args...)
		if err != nil {
			return 0, nil, fmt.Errorf("counting mentions by %s: %w", facet, err)
		}
		out[facet] = counts
	}
	return total, out, nil
}

func countBy(expression string, w query.Where) string {
	return `SELECT ` + expression + `, COUNT(*)` + mentionCounted + w.String() + ` GROUP BY 1`
}

// countCopiesBy counts each mention once for each of its values. Where rows are counted, the
// values of the copies, which are few, come from a second query.
func countCopiesBy(facet string, w query.Where, rows bool) (string, []any) {
	value := func(mention string) (expression, join string) {
		if facet != BySource {
			return mention + "." + facet, ""
		}
		return "x.source", ` JOIN document_sources x ON x.document = ` + mention + `.document
			JOIN sources y ON y.id = x.source AND y.removed = 0 AND y.workspace IN ('', m.workspace)`
	}
	v, join := value("m")
	each, args := `SELECT m.id AS id, `+v+` AS value`+mentionCounted+join+w.String(), w.Args
	if rows {
		v, join = value("c")
		each += ` UNION SELECT m.id, ` + v + ` FROM mentions c
			JOIN mentions m ON m.workspace = c.workspace AND m.brand = c.brand AND m.cluster = c.cluster` + mentionBeside + join +
			w.String() + ` AND c.lead = 0 AND c.removed = 0`
		args = append(append([]any{}, args...), args...)
	}
	return `SELECT value, COUNT(*) FROM (` + each + `) AS each_value GROUP BY value`, args
}
