package evidence

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// The tiers of a match: see package attribute.
const (
	NamedTier   = "named"
	ShowTier    = "show"
	ChannelTier = "channel"
	NoTier      = "none"
)

// Tiers are the tiers of a match, the most precise first.
var Tiers = []string{NamedTier, ShowTier, ChannelTier, NoTier}

// Where a match was read in.
const (
	SaidInAnswer = "answer"
	SaidInNote   = "note"
)

// LeadMatch is which mention a lead's answer, or the note of a salesperson, means.
type LeadMatch struct {
	Lead       string
	Tier       string
	Mention    string   // only of the tier named
	Show       string   // of the tiers named and show
	Candidates []string // mentions that could be meant, the newest first
	Confidence float64
	Reason     string        // in English; empty where a person said it
	Reasons    []MatchReason // the same as codes
	SaidIn     string
	Judged     time.Time // when a person confirmed or corrected it; zero if nobody did
	JudgedBy   string    // the person's name
	Matched    time.Time // when it last changed
}

// MatchReason is a part of why a match was made. Package attribute has the codes.
type MatchReason struct {
	Code   string         `json:"code"`
	Params map[string]any `json:"params,omitempty"`
}

// Same reports whether two matches say the same, whenever they were made.
func (m LeadMatch) Same(o LeadMatch) bool {
	m.Matched, o.Matched = time.Time{}, time.Time{}
	return query.AsJSON(m) == query.AsJSON(o)
}

const matchColumns = `m.lead, m.tier, m.mention, m.show_name, m.candidates, m.confidence, m.reason, m.reasons, m.said_in, m.judged, m.judged_by, m.matched`

func scanMatch(scan query.Scan, more ...any) (m LeadMatch, err error) {
	err = scan(append([]any{&m.Lead, &m.Tier, &m.Mention, &m.Show, query.JSON(&m.Candidates), &m.Confidence, &m.Reason, query.JSON(&m.Reasons), &m.SaidIn,
		query.Time(&m.Judged), &m.JudgedBy, query.Time(&m.Matched)}, more...)...)
	return m, err
}

// MatchesOf returns the matches of leads, by lead.
func MatchesOf(ctx context.Context, r ledger.Reader, leads []string) (map[string]LeadMatch, error) {
	out := map[string]LeadMatch{}
	for part := range query.Chunks(leads) {
		in, args := query.In(part)
		err := r.Each(ctx, `SELECT `+matchColumns+` FROM lead_matches m WHERE m.lead IN `+in, args, func(scan query.Scan) error {
			m, err := scanMatch(scan)
			out[m.Lead] = m
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("reading the matches of leads: %w", err)
		}
	}
	return out, nil
}

func putMatch(ctx context.Context, tx *ledger.Tx, workspace string, m LeadMatch) error {
	if m.Reasons == nil {
		m.Reasons = []MatchReason{}
	}
	_, err := tx.Exec(ctx, `INSERT INTO lead_matches (lead, workspace, tier, mention, show_name, candidates, confidence, reason, reasons, said_in, judged, judged_by, matched)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (lead) DO UPDATE SET tier = excluded.tier, mention = excluded.mention, show_name = excluded.show_name, candidates = excluded.candidates,
			confidence = excluded.confidence, reason = excluded.reason, reasons = excluded.reasons, said_in = excluded.said_in, judged = excluded.judged, judged_by = excluded.judged_by, matched = excluded.matched`,
		m.Lead, ledger.WorkspaceOrDefault(workspace), m.Tier, m.Mention, m.Show, query.AsJSON(m.Candidates), m.Confidence, m.Reason, query.AsJSON(m.Reasons), m.SaidIn, m.Judged, m.JudgedBy, tx.Now())
	return err
}

// dropMatches deletes the matches and the aliases of leads.
func dropMatches(ctx context.Context, tx *ledger.Tx, which string, args ...any) error {
	for _, table := range []string{"lead_matches", "lead_aliases"} {
		n, err := tx.Exec(ctx, `DELETE FROM `+table+` WHERE lead `+which, args...)
		if err != nil {
			return err
		}
		if table == "lead_aliases" && n > 0 {
			if err := rematchEverywhere(ctx, tx); err != nil {
				return err
			}
		}
	}
	return nil
}

// JudgeMatch saves what a person says that a lead means. It doesn't change by itself any more. What was learnt from
// the lead before is forgotten: it came from another judgement.
func JudgeMatch(ctx context.Context, tx *ledger.Tx, workspace string, m LeadMatch) error {
	l, err := GetLead(ctx, tx, workspace, m.Lead)
	if err != nil {
		return err
	}
	m.Judged, m.Confidence, m.Reason, m.Reasons = tx.Now(), 1, "", nil
	if m.SaidIn == "" {
		if m.SaidIn = SaidInAnswer; l.Answer == "" && l.Note != "" {
			m.SaidIn = SaidInNote
		}
	}
	forgotten, err := tx.Exec(ctx, `DELETE FROM lead_aliases WHERE lead = ?`, m.Lead)
	if err == nil && forgotten > 0 {
		err = RematchFrom(ctx, tx, workspace, time.Time{})
	}
	if err == nil {
		err = putMatch(ctx, tx, workspace, m)
	}
	if err != nil {
		return fmt.Errorf("saving the match of lead %s: %w", m.Lead, err)
	}
	return setLeadsDue(ctx, tx, l.Source, tx.Now())
}

// UnjudgeMatch takes back what a person said about a lead, with the wording that was learnt from it. The
// matcher decides again.
func UnjudgeMatch(ctx context.Context, tx *ledger.Tx, workspace, lead string) error {
	l, err := GetLead(ctx, tx, workspace, lead)
	if err != nil {
		return err
	}
	if err := dropMatches(ctx, tx, `= ?`, lead); err != nil {
		return fmt.Errorf("taking back the match of lead %s: %w", lead, err)
	}
	if _, err := tx.Exec(ctx, `UPDATE leads SET match_due = ? WHERE id = ? AND (answer <> '' OR note <> '')`, tx.Now(), lead); err != nil {
		return fmt.Errorf("taking back the match of lead %s: %w", lead, err)
	}
	return setLeadsDue(ctx, tx, l.Source, tx.Now())
}

// GetMatch returns the match of one lead; [ledger.ErrNotFound] if it has none yet.
func GetMatch(ctx context.Context, r ledger.Reader, lead string) (LeadMatch, error) {
	found, err := MatchesOf(ctx, r, []string{lead})
	if m, ok := found[lead]; err != nil || ok {
		return m, err
	}
	return LeadMatch{}, fmt.Errorf("match of lead %s: %w", lead, ledger.ErrNotFound)
}

// MatchedLead is a matched lead as reports count it.
type MatchedLead struct {
	LeadMatch
	Time   time.Time
	Person string
}

// MatchedLeads returns the leads of a site whose answer means at least a kind of mention, without tests and imported
// ones, ordered by time.
func MatchedLeads(ctx context.Context, r ledger.Reader, s Site, from time.Time) ([]MatchedLead, error) {
	var out []MatchedLead
	err := r.Each(ctx, `SELECT `+matchColumns+`, l.time, l.person FROM lead_matches m JOIN leads l ON l.id = m.lead JOIN lead_sources s ON s.id = l.source
		WHERE m.workspace = ? AND m.tier <> 'none' AND l.erased = 0 AND l.test = 0 AND l.imported = 0 AND l.time >= ? AND s.site = ? ORDER BY l.time, l.id`,
		[]any{ledger.WorkspaceOrDefault(s.Workspace), from, s.Name}, func(scan query.Scan) error {
			var m MatchedLead
			var err error
			m.LeadMatch, err = scanMatch(scan, query.Time(&m.Time), &m.Person)
			out = append(out, m)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("reading the matched leads of site %s: %w", s.Name, err)
	}
	return out, nil
}
