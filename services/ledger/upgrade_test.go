package ledger_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/subjects"
)

// A ledger in which every table of schema 9 has a row is migrated to the newest schema, and then
// read through the functions that the program reads it with.
func TestAFullLedgerIsUpgraded(t *testing.T) {
	old := storedEpisode(t)
	eachEmpty(t, func(t *testing.T, url string) {
		ctx := t.Context()
		o := ledger.Options{URL: url, Now: at(noon)}
		schema := before(t, url, "00010")
		l := must(ledger.Open(ctx, ledger.WithSchema(o, schema)))(t)
		write(t, l, func(tx *ledger.Tx) error { return fillAllOfSchema9(ctx, tx, old) })
		tables := map[string]bool{}
		for _, name := range slices.Sorted(maps.Keys(schema)) {
			for _, found := range regexp.MustCompile(`(CREATE|DROP) TABLE (\w+)`).FindAllSubmatch(schema[name].Data, -1) {
				tables[string(found[2])] = string(found[1]) == "CREATE"
			}
		}
		for table, exists := range tables {
			var n int
			if !exists {
				continue
			}
			if err := l.Pool().QueryRowContext(ctx, "SELECT COUNT(*) FROM "+table).Scan(&n); err != nil || n == 0 {
				t.Errorf("the test fills no row of %s: %v", table, err)
			}
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}

		l = must(ledger.Open(ctx, o))(t)
		defer l.Close()
		if err := l.Check(ctx); err != nil {
			t.Error("check: ", err)
		}
		got := map[string]string{}
		see := func(name string, values ...any) { got[name] = fmt.Sprint(values...) }

		see("counter", must(ledger.Counter(ctx, l, "brands"))(t))
		see("setting", must(l.Setting(ctx, "", "name"))(t))
		see("offset", must(l.Offset(ctx, "detector", subjects.Documents))(t))
		see("lease", must(l.Holder(ctx, "bus"))(t).Name)
		for _, m := range must(l.Unpublished(ctx, 10))(t) {
			see("outbox", m.Subject, " ", m.MsgID, " ", string(m.Payload))
		}

		s := must(archive.GetSource(ctx, l, "s"))(t)
		see("source", s.Name, " ", s.Title, " ", s.URL, " ", s.Secret.Reveal(), " ", s.Documents)
		see("poll", string(s.Poll.Position), " ", s.Poll.Condition.Health, " ", s.Poll.Condition.Error, " ", s.Poll.State.Failures)
		d := must(archive.GetDocument(ctx, l, old.id))(t)
		see("document", d.Title, " ", d.Cues[0].Text, " ", d.People[0].Name, " ", d.Sources)
		// The same episode under a new guid is known by the address of its recording.
		renamed := episode("renamed", "One", "so Acme then")
		renamed.Alternates = episode("one", "One", "").Alternates
		see("alternate", save(t, l, "s", renamed)[0].ID == old.id)
		for _, p := range must(archive.ListParts(ctx, l, old.id))(t)[old.id] {
			see("part", p.Part, " ", p.State, " ", p.Attempts, " ", p.Error)
		}
		suspect := must(archive.SuspectOf(ctx, l, archive.Detection, old.id))(t)
		see("quarantine", suspect.Deaths, " ", suspect.Held, " ", suspect.Size)
		r := must(archive.GetRescan(ctx, l, "", "r"))(t)
		see("rescan", r.State, " ", r.Appeared, " ", r.Changed, " ", r.Removed, " ", r.Newest)
		i := must(archive.GetImport(ctx, l, "", "i"))(t)
		see("import", i.Kind, " ", i.Counts["added"], " ", i.Refused[0].Reason)

		b := must(record.GetBrand(ctx, l, "", "acme"))(t)
		see("brand", b.Name, " ", b.Aliases, " ", b.Revision)
		m := must(record.GetMention(ctx, l, "", "m"))(t)
		see("mention", m.State, " ", m.Note, " ", m.Hits[0].Quote, " ", m.Total)
		rows, _, err := record.ListMentions(ctx, l, record.MentionFilter{Page: ledger.Page{Limit: 10}})
		see("inbox", len(rows), " ", err)
		rule := must(record.GetRule(ctx, l, "", "rule"))(t)
		see("rule", rule.Name, " ", rule.Channels)
		ch := must(record.GetChannel(ctx, l, "", "hook"))(t)
		see("channel", ch.Text("url"), " ", ch.Secrets["secret"].Reveal())
		dead, tries, err := record.GetDelivery(ctx, l, "", "dead")
		see("delivery", dead.State, " ", dead.Items, " ", string(dead.Body), " ", err)
		see("attempt", tries[0].Status, " ", tries[0].Error, " ", tries[0].Took)
		see("deliveries", must(record.DeliveryCounts(ctx, l))(t))
		u := must(record.UserByEmail(ctx, l, "ann@namedrop.example"))(t)
		see("user", u.Name, " ", u.Role, " ", u.Password)
		see("session", must(record.GetSession(ctx, l, "cookie", noon))(t).User)
		see("token", must(record.TokenByHash(ctx, l, "secret", noon))(t).Scopes)
		see("audit", must(record.ListAudit(ctx, l, "", 0, 10))(t)[0].Action)

		f := must(evidence.GetSampleFeed(ctx, l, "", "f"))(t)
		see("visits", f.Site, " ", f.Zone, " ", f.Secret.Reveal(), " ", f.Poll.Condition.Health)
		samples, _, err := evidence.ListSamples(ctx, l, evidence.SampleFilter{Feed: "f", Page: ledger.Page{Limit: 10}})
		see("samples", len(samples), " ", samples[0].Value, " ", samples[0].Start.Equal(noon), " ", err)

		want := map[string]string{
			"counter": "3", "setting": "Ours", "offset": "41", "lease": "one", "outbox": "doc.read.podcast.s msg payload",
			"source": "Ours The feed https://show.example/feed key 1", "poll": `{"etag":"e"} failing No answer. 2`,
			"document": "One so Acme then Ann Example [s]", "alternate": "true", "part": "transcript failed 4 gone", "quarantine": "2 true 7",
			"rescan": "done 3 4 5 0", "import": "opml 2 no address",
			"brand": "Acme [Acme Inc] 2", "mention": "confirmed ask them so Acme then 1", "inbox": "1 <nil>",
			"rule": "All [hook]", "channel": "https://hooks.example/in whsec",
			"delivery": fmt.Sprint(alerts.Failed, " ", []alerts.Item{{Kind: alerts.MentionItem, Subject: "m", Event: alerts.Found, Revision: 1}}, " {} <nil>"),
			"attempt":  "500 refused 12ms", "deliveries": "map[failed:1]",
			"user": "Ann admin argon", "session": "u", "token": "[read]", "audit": "sign in",
			"visits": "shop Europe/Amsterdam key healthy", "samples": "1 12.5 true <nil>",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("after the upgrade (-want +got):\n%s", diff)
		}
	})
}

// stored is how a document is stored; that has not changed since schema 9.
type stored struct {
	id, key, revision, head string
	body                    []byte
	size                    int
}

func storedEpisode(t *testing.T) (s stored) {
	l := ledgertest.Open(t)
	addSource(t, l, "show")
	d := episode("one", "One", "so Acme then")
	save(t, l, "s", d)
	s.id, s.key = d.ID, d.Key
	err := l.Pool().QueryRowContext(t.Context(), `SELECT d.revision, d.head_revision, d.body_size, b.body FROM documents d JOIN bodies b ON b.arrival = d.arrival`).
		Scan(&s.revision, &s.head, &s.size, &s.body)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// fillAllOfSchema9 writes a row to each table of the schema, as the program of that time did.
func fillAllOfSchema9(ctx context.Context, tx *ledger.Tx, d stored) error {
	now, never := tx.Now(), time.Time{}
	episode := ledgertest.Episode("one", "One", "so Acme then")
	mention := ledgertest.Mention("acme", episode)
	text := func(v any) string {
		b, _ := json.Marshal(v) // of plain values
		return string(b)
	}
	var failed []error
	row := func(statement string, args ...any) { failed = append(failed, ledger.Exec(ctx, tx, statement, args...)) }
	row(`INSERT INTO counters (name, value) VALUES ('brands', 3)`)
	row(`INSERT INTO settings (workspace, name, value, updated) VALUES ('default', 'name', 'Ours', ?)`, now)
	row(`INSERT INTO marks (consumer, stream, seq, updated) VALUES ('detector', 'DOCUMENTS', 41, ?)`, now)
	row(`INSERT INTO leases (name, holder, until) VALUES ('bus', 'one', ?)`, now.Add(time.Hour))
	row(`INSERT INTO outbox (stream, subject, msg_id, ref_id, ref_revision, payload, seq, bus_seq, created, published)
		VALUES ('DOCUMENTS', 'doc.read.podcast.s', 'msg', '', '', ?, 0, 0, ?, 0)`, []byte("payload"), now)
	row(`INSERT INTO sources (id, key, address, type, url, name, site, language, author, image, paused, created, updated, title, secret)
		VALUES ('s', 'k', 'show.example/feed', 'podcast', 'https://show.example/feed', 'Ours', '', 'en', '', '', 0, ?, ?, 'The feed', 'key')`, now, now)
	row(`INSERT INTO polls (subject_kind, subject, type, active, due, health, state, condition, position) VALUES
		('source', 's', 'podcast', 1, ?, 'failing', '{"failures":2}', '{"health":"failing","error":"No answer."}', '{"etag":"e"}'),
		('visits', 'f', 'plausible', 1, ?, 'healthy', '', '{"health":"healthy"}', '')`, now, now)
	row(`INSERT INTO documents (id, revision, head, month, kind, network, key, source, url, title, notes, chapters, author, people, language, published,
			undated, fetched, duration, audio, audio_type, origin, engagement, backfill, body_size, created, updated, detected_revision, detected_brands)
		VALUES (?, ?, ?, '2026-11', 'podcast', 'podcast', ?, 's', ?, 'One', '', '', ?, ?, 'en', ?, 0, ?, ?, ?, ?, ?, '', 0, ?, ?, ?, ?, 3)`,
		d.id, d.revision, d.head, d.key, episode.URL, episode.Author, text(episode.People), episode.Published, now, episode.Duration,
		episode.Audio, episode.AudioType, string(feeds.Publisher), d.size, now, now, d.revision)
	row(`INSERT INTO bodies (n, body) SELECT n, ? FROM documents`, d.body)
	row(`INSERT INTO document_sources (document, source, position) VALUES (?, 's', 0)`, d.id)
	row(`INSERT INTO document_alternates (source, alternate, document) VALUES ('s', ?, ?)`, episode.Alternates[0], d.id)
	row(`INSERT INTO parts (document, part, source, cost, brings_text, offers, state, not_before, attempts, error, created)
		VALUES (?, 'transcript', 's', 0, 1, '[]', 'failed', ?, 4, 'gone', ?)`, d.id, now, now)
	row(`INSERT INTO quarantine (kind, id, size, deaths, held, version, since) VALUES ('detector', ?, 7, 2, 1, 'v1', ?)`, d.id, now)
	row(`INSERT INTO brands (workspace, id, name, own, competes_with, active, deleted, revision, data, created, updated)
		VALUES ('default', 'acme', 'Acme', 1, '', 1, 0, 2, '{"id":"acme","name":"Acme","aliases":["Acme Inc"],"own":true,"active":true}', ?, ?)`, now, now)
	row(`INSERT INTO mentions (id, workspace, brand, document, revision, type, confidence, unsure, backfill, state, reason, starred, assignee, note, removed,
			hits, hits_total, kind, network, source, language, published, found, updated)
		VALUES ('m', 'default', 'acme', ?, 1, 'discussed', 0.9, 0, 0, 'confirmed', '', 1, 'u', 'ask them', 0, ?, 1, 'podcast', 'podcast', 's', 'en', ?, ?, ?)`,
		d.id, text(mention.Hits), episode.Published, now, now)
	row(`INSERT INTO rules (id, workspace, name, active, revision, data, created, updated)
		VALUES ('rule', 'default', 'All', 1, 1, '{"id":"rule","name":"All","channels":["hook"],"active":true}', ?, ?)`, now, now)
	row(`INSERT INTO channels (id, workspace, name, type, active, revision, data, created, updated, settings, secrets)
		VALUES ('hook', 'default', 'Hook', 'webhook', 1, 1, '{"id":"hook","name":"Hook","type":"webhook","active":true}', ?, ?,
			'{"url":"https://hooks.example/in"}', '{"secret":"whsec"}')`, now, now)
	row(`INSERT INTO deliveries (id, workspace, channel, rules, body, state, attempts, not_before, created, finished, error, media_type)
		VALUES ('dead', 'default', 'hook', '["rule"]', ?, 'dead', 1, ?, ?, ?, 'refused', 'application/json')`, []byte("{}"), now, now, now)
	row(`INSERT INTO delivery_items (delivery, position, kind, subject, event, revision) VALUES ('dead', 0, 'mention', 'm', 'found', 1)`)
	row(`INSERT INTO attempts (delivery, number, at, took, status, reason, error, answer) VALUES ('dead', 1, ?, ?, 500, 'rejected', 'refused', '')`,
		now, (12 * time.Millisecond).Microseconds())
	row(`INSERT INTO rescans (id, workspace, reason, brands, state, position, done, total, appears, changes, goes, error, created, finished)
		VALUES ('r', 'default', 'a brand', '', 'done', 1, 1, 1, 3, 4, 5, '', ?, ?)`, now, now)
	row(`INSERT INTO imports (id, workspace, kind, name, state, counts, refused, created, finished)
		VALUES ('i', 'default', 'opml', 'list.opml', 'done', '{"added":2}', '[{"line":3,"reason":"no address"}]', ?, ?)`, now, now)
	row(`INSERT INTO users (id, workspace, email, name, password, role, created, disabled)
		VALUES ('u', 'default', 'ann@namedrop.example', 'Ann', 'argon', 'admin', ?, ?)`, now, never)
	row(`INSERT INTO sessions (hash, user_id, created, last_used, expires) VALUES ('cookie', 'u', ?, ?, ?)`, now, now, now.Add(time.Hour))
	row(`INSERT INTO tokens (id, workspace, name, hash, scopes, created, last_used, expires, revoked)
		VALUES ('t', 'default', 'crm', 'secret', '["read"]', ?, ?, ?, ?)`, now, never, never, never)
	row(`INSERT INTO audit (workspace, at, actor, action, object, detail) VALUES ('default', ?, 'u', 'sign in', 'u', '')`, now)
	row(`INSERT INTO sample_feeds (id, workspace, site, type, name, url, zone, paused, settings, secret, created, updated)
		VALUES ('f', 'default', 'shop', 'plausible', 'Plausible', 'https://plausible.io', 'Europe/Amsterdam', 0, '{"site_id":"shop.example"}', 'key', ?, ?)`, now, now)
	row(`INSERT INTO samples (feed, start, span, metric, channel, landing, country, value, state) VALUES ('f', ?, 'hour', 'visits', '', '', '', 12.5, 'final')`, noon)
	return errors.Join(failed...)
}
