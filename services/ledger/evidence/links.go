package evidence

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/namedrop/namedrop/feeds/visits/channel"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// MostLinks is how many links a workspace has at most: all are held in memory where they are served.
const MostLinks = 20_000

// The services whose links are counted. Own ones are served on the public side.
const (
	OwnLinks    = "own"
	BitlyLinks  = "bitly"
	DubLinks    = "dub"
	ShlinkLinks = "shlink"
	OtherLinks  = "other"
)

// LinkServices lists them.
var LinkServices = []string{OwnLinks, BitlyLinks, DubLinks, ShlinkLinks, OtherLinks}

// Link is a short link. It is for one mention, for all of a source, or for neither.
type Link struct {
	ID        string
	Workspace string
	Slug      string // of an own one
	Name      string
	Target    string // where it leads, without UTM
	UTM       UTM
	Mention   string // id of the mention it was made for
	Source    string // id of the source it was made for
	Service   string // that serves it
	Address   string // of one that another service serves, such as bit.ly/3xYz
	Revision  int64
	Created   time.Time
	Updated   time.Time
}

// Destination is where the link leads.
func (l Link) Destination() string { return l.UTM.Destination(l.Target) }

// LeadsTo reports whether visits through the link are those of a site. Where the site names no domains, or the target isn't known, they are.
func (l Link) LeadsTo(s Site) bool {
	u, err := url.Parse(l.Target)
	return len(s.Domains) == 0 || l.Target == "" || err == nil && channel.Owned(channel.Host(u.Host), s.Domains)
}

// TakenError says that a slug can't be told from one that another link has.
type TakenError struct{ Slug string }

func (e *TakenError) Error() string { return "the slug is taken by " + e.Slug }

const linkColumns = `l.id, l.workspace, l.slug, l.name, l.target, l.utm, l.mention, l.source, l.service, l.address, l.revision, l.created, l.updated`

func scanLink(l *Link) []any {
	return []any{&l.ID, &l.Workspace, &l.Slug, &l.Name, &l.Target, query.JSON(&l.UTM), &l.Mention, &l.Source, &l.Service, &l.Address, &l.Revision, query.Time(&l.Created), query.Time(&l.Updated)}
}

func selectLinks(ctx context.Context, r ledger.Reader, tail string, args ...any) ([]Link, error) {
	out := []Link{}
	err := r.Each(ctx, `SELECT `+linkColumns+` FROM links l`+tail, args, func(scan query.Scan) error {
		var l Link
		err := scan(scanLink(&l)...)
		out = append(out, l)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading links: %w", err)
	}
	return out, nil
}

// PutLink creates a link whose Revision is 0, or changes one whose Revision is the stored one; otherwise [ledger.ErrConflict]. A new one
// whose slug can't be told from another's is a [TakenError]. A link keeps its slug. The reports of the sites are looked at again.
func PutLink(ctx context.Context, tx *ledger.Tx, l Link) (Link, error) {
	l.Workspace = ledger.WorkspaceOrDefault(l.Workspace)
	expected := l.Revision
	l.Revision++
	l.Updated = tx.Now()
	fields := []any{l.Name, l.Target, query.AsJSON(l.UTM), l.Mention, l.Source, l.Revision, l.Updated}
	var n int64
	var err error
	if expected == 0 {
		l.Created = tx.Now()
		skeleton := Skeleton(l.Slug)
		if l.Service != OwnLinks {
			skeleton = "@" + l.ID // no slug has that
		}
		n, err = tx.Exec(ctx, `INSERT INTO links (name, target, utm, mention, source, revision, updated, created, id, workspace, slug, skeleton, service, address)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, append(fields, l.Created, l.ID, l.Workspace, l.Slug, skeleton, l.Service, l.Address)...)
		if err == nil && n == 0 {
			taken, err := tx.Column(ctx, `SELECT slug FROM links WHERE skeleton = ?`, skeleton)
			if err == nil && len(taken) > 0 {
				return l, &TakenError{taken[0]}
			}
			if err != nil {
				return l, fmt.Errorf("looking for the slug: %w", err)
			}
		}
	} else {
		n, err = tx.Exec(ctx, `UPDATE links SET name = ?, target = ?, utm = ?, mention = ?, source = ?, revision = ?, updated = ?
			WHERE workspace = ? AND id = ? AND revision = ?`, append(fields, l.Workspace, l.ID, expected)...)
	}
	if err == nil && n == 0 {
		err = tx.Conflict(ctx, expected == 0, `SELECT COUNT(*) FROM links WHERE workspace = ? AND id = ?`, l.Workspace, l.ID)
	}
	if err != nil {
		return l, fmt.Errorf("saving link %s: %w", l.ID, err)
	}
	return l, SetSitesDue(ctx, tx, l.Workspace, tx.Now())
}

// DeleteLink deletes a link with its clicks; a revision of 0 deletes any revision.
func DeleteLink(ctx context.Context, tx *ledger.Tx, workspace, id string, revision int64) error {
	workspace = ledger.WorkspaceOrDefault(workspace)
	n, err := tx.Exec(ctx, `DELETE FROM links WHERE workspace = ? AND id = ? AND (revision = ? OR CAST(? AS BIGINT) = 0)`, workspace, id, revision, revision)
	if err == nil && n == 0 {
		err = tx.Conflict(ctx, false, `SELECT COUNT(*) FROM links WHERE workspace = ? AND id = ?`, workspace, id)
	}
	if err == nil {
		_, err = tx.Exec(ctx, `DELETE FROM clicks WHERE link = ?`, id)
	}
	if err != nil {
		return fmt.Errorf("deleting link %s: %w", id, err)
	}
	return SetSitesDue(ctx, tx, workspace, tx.Now())
}

// GetLink returns one link of a workspace.
func GetLink(ctx context.Context, r ledger.Reader, workspace, id string) (Link, error) {
	found, err := selectLinks(ctx, r, ` WHERE l.workspace = ? AND l.id = ?`, ledger.WorkspaceOrDefault(workspace), id)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("link %s: %w", id, ledger.ErrNotFound)
	}
	if err != nil {
		return Link{}, err
	}
	return found[0], nil
}

// LinkBySlug returns the link of a workspace that somebody means who writes a slug, or the whole address of the short link.
func LinkBySlug(ctx context.Context, r ledger.Reader, workspace, slug string) (Link, error) {
	found, err := selectLinks(ctx, r, ` WHERE l.workspace = ? AND l.skeleton = ?`, ledger.WorkspaceOrDefault(workspace), Skeleton(slug))
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("link %q: %w", slug, ledger.ErrNotFound)
	}
	if err != nil {
		return Link{}, err
	}
	return found[0], nil
}

// CountLinks returns how many links a workspace has.
func CountLinks(ctx context.Context, r ledger.Reader, workspace string) (n int, err error) {
	err = r.Each(ctx, `SELECT COUNT(*) FROM links WHERE workspace = ?`, []any{ledger.WorkspaceOrDefault(workspace)}, func(scan query.Scan) error { return scan(&n) })
	return n, err
}

// LinkFilter selects links.
type LinkFilter struct {
	Workspace string
	Mention   string
	Source    string
	Text      string // in name, slug, target or address
	Page      ledger.Page
}

// CountedLink is a link with its clicks.
type CountedLink struct {
	Link
	Clicks int64
	Last   time.Time // start of the last hour or day with a click
	Show   string    // name of its source, or of the source of its mention
	Title  string    // of the episode, video, post or page that its mention is in
}

// ListLinks lists links with their clicks, the newest first.
func ListLinks(ctx context.Context, r ledger.Reader, f LinkFilter) ([]CountedLink, string, error) {
	var w query.Where
	w.Add("l.workspace = ?", ledger.WorkspaceOrDefault(f.Workspace))
	if f.Mention != "" {
		w.Add("l.mention = ?", f.Mention)
	}
	if f.Source != "" {
		w.Add("l.source = ?", f.Source)
	}
	w.Contains(f.Text, "l.name", "l.slug", "l.target", "l.address")
	pos, after, err := f.Page.Position()
	if err != nil {
		return nil, "", err
	}
	if after {
		w.Add("(l.created, l.id) < (?, ?)", pos.At, pos.ID)
	}
	limit := f.Page.Size()
	out, err := selectCounted(ctx, r, w.String()+` ORDER BY l.created DESC, l.id DESC LIMIT ?`, append(w.Args, limit+1)...)
	if err != nil {
		return nil, "", err
	}
	out, end := ledger.CutPage(out, limit, func(l CountedLink) ledger.Position { return ledger.PositionAt(query.Micros(l.Created), l.ID) })
	return out, end, nil
}

func selectCounted(ctx context.Context, r ledger.Reader, tail string, args ...any) ([]CountedLink, error) {
	out := []CountedLink{}
	err := r.Each(ctx, `SELECT `+linkColumns+`, CAST(COALESCE((SELECT SUM(value) FROM clicks WHERE link = l.id), 0) AS BIGINT), COALESCE((SELECT MAX(start) FROM clicks WHERE link = l.id AND value > 0), 0),
			COALESCE(s.name, ms.name, ''), COALESCE(d.title, '')
		FROM links l LEFT JOIN mentions m ON m.id = l.mention LEFT JOIN documents d ON d.id = m.document
			LEFT JOIN sources ms ON ms.id = (SELECT x.source FROM document_sources x JOIN sources y ON y.id = x.source
				WHERE x.document = m.document AND y.removed = 0 AND y.workspace IN ('', m.workspace) ORDER BY x.position, x.source LIMIT 1)
			LEFT JOIN sources s ON s.id = l.source`+tail, args, func(scan query.Scan) error {
		var l CountedLink
		err := scan(append(scanLink(&l.Link), &l.Clicks, query.Time(&l.Last), &l.Show, &l.Title)...)
		out = append(out, l)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading links: %w", err)
	}
	return out, nil
}

// CountLink returns a link with its clicks.
func CountLink(ctx context.Context, r ledger.Reader, l Link) (CountedLink, error) {
	found, err := selectCounted(ctx, r, ` WHERE l.id = ?`, l.ID)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("link %s: %w", l.ID, ledger.ErrNotFound)
	}
	if err != nil {
		return CountedLink{}, err
	}
	return found[0], nil
}

// ServedLink is what it takes to redirect.
type ServedLink struct{ ID, Destination string }

// ServedLinks returns the own links of all workspaces by skeleton. A target that is no web address is left out.
func ServedLinks(ctx context.Context, r ledger.Reader) (map[string]ServedLink, error) {
	out := map[string]ServedLink{}
	err := r.Each(ctx, `SELECT id, skeleton, target, utm FROM links WHERE service = ?`, []any{OwnLinks}, func(scan query.Scan) error {
		var l Link
		var skeleton string
		if err := scan(&l.ID, &skeleton, &l.Target, query.JSON(&l.UTM)); err != nil {
			return err
		}
		if _, err := CheckTarget(l.Target, ""); err == nil {
			out[skeleton] = ServedLink{l.ID, l.Destination()}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading links: %w", err)
	}
	return out, nil
}

// LinksVersion changes with every change of the links.
func LinksVersion(ctx context.Context, r ledger.Reader) (version string, err error) {
	err = r.Each(ctx, `SELECT COUNT(*), COALESCE(MAX(updated), 0), CAST(COALESCE(SUM(revision), 0) AS BIGINT) FROM links`, nil, func(scan query.Scan) error {
		var n, last, sum int64
		err := scan(&n, &last, &sum)
		version = fmt.Sprint(n, " ", last, " ", sum)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("looking for changed links: %w", err)
	}
	return version, nil
}
