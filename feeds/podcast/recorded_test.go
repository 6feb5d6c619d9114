package podcast_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/podcast"
)

// outcome is what a recorded file must end as: documents, of which some spoken, and the
// transcripts, people and chapter files they name; or an error of that kind.
type outcome struct {
	docs, spoken, transcripts, people, chapters int
	warns                                       bool
	kind                                        feeds.FaultKind
}

// recorded is every file of the recorded folders. A count that sinks is a loss.
var recorded = map[string]outcome{
	"podcast_rss/1865.xml":                                             {docs: 61, spoken: 61},
	"podcast_rss/dk-podcast.xml":                                       {docs: 59, spoken: 59},
	"podcast_rss/empty.xml":                                            {warns: true},
	"podcast_rss/example.xml":                                          {docs: 3, spoken: 3, transcripts: 3, people: 9, chapters: 3},
	"podcast_rss/gpodder_episode_podcast_transcript.rss":               {docs: 1, spoken: 1, transcripts: 1, warns: true},
	"podcast_rss/gpodder_itunes_no_xmlns.rss":                          {docs: 1, warns: true},
	"podcast_rss/homegrown-hits.xml":                                   {docs: 4, spoken: 4, people: 4, chapters: 4},
	"podcast_rss/itunes_episodeType.rss":                               {docs: 1, spoken: 1},
	"podcast_rss/legacy.xml":                                           {docs: 3, spoken: 3},
	"podcast_rss/namespace_example.xml":                                {docs: 3, spoken: 3, transcripts: 4, people: 9, chapters: 3},
	"podcast_rss/no-agenda.xml":                                        {docs: 29, spoken: 29, transcripts: 29, people: 28, chapters: 29},
	"podcast_rss/pc20rss.xml":                                          {docs: 56, spoken: 56, transcripts: 47, people: 16, chapters: 48},
	"podcast_rss/podverse-test-feed.xml":                               {docs: 5, spoken: 5, people: 1},
	"feeds_malformed/AtomWithITunesInCDATA.xml":                        {docs: 1},
	"feeds_malformed/ITunesWithSingleQuotedAttributes.xml":             {docs: 3, spoken: 3, warns: true},
	"feeds_malformed/InvalidDateFormat.xml":                            {docs: 2, warns: true},
	"feeds_malformed/encoding.rss":                                     {docs: 40},
	"feeds_malformed/fp_aaa_illformed.xml":                             {kind: feeds.FaultUnparsable},
	"feeds_malformed/fp_always_strip_doctype.xml":                      {warns: true},
	"feeds_malformed/fp_georss_polygon_insufficient_coords.xml":        {warns: true},
	"feeds_malformed/fp_gml_point.xml":                                 {warns: true},
	"feeds_malformed/fp_rdf_channel_empty_textinput.xml":               {docs: 1, warns: true},
	"feeds_malformed/fp_rss_empty_document.xml":                        {kind: feeds.FaultUnparsable},
	"feeds_malformed/fp_rss_item_link_corrupted_ampersands.xml":        {docs: 1, warns: true},
	"feeds_malformed/fp_undeclared_namespace.xml":                      {warns: true},
	"feeds_malformed/guid-dupes.xml":                                   {docs: 1},
	"feeds_malformed/illegally-nested.xml":                             {docs: 10},
	"feeds_malformed/incomplete-fields.atom":                           {warns: true},
	"feeds_malformed/intertwingly.atom":                                {docs: 20},
	"feeds_malformed/invalid-characters-gzipped.xml":                   {docs: 25, warns: true},
	"feeds_malformed/mediacontent-dupes.xml":                           {docs: 1, spoken: 1},
	"feeds_malformed/notafeed.html":                                    {kind: feeds.FaultUnparsable},
	"feeds_malformed/saxerror.xml":                                     {docs: 3, warns: true},
	"feeds_malformed/unrecognized.rss":                                 {kind: feeds.FaultUnparsable},
	"feeds_malformed/uolNoticias.rss":                                  {docs: 15, warns: true},
	"feeds_encoding/enc_iso-8859-1.xml":                                {warns: true},
	"feeds_encoding/enc_koi8r.xml":                                     {docs: 2},
	"feeds_encoding/enc_utf8-incorrect-prolog.xml":                     {docs: 1, warns: true},
	"feeds_encoding/enc_utf8-meta-after-1024.html":                     {kind: feeds.FaultUnparsable},
	"feeds_encoding/enc_utf8.html":                                     {kind: feeds.FaultUnparsable},
	"feeds_encoding/enc_utf8.xml":                                      {docs: 1, warns: true},
	"feeds_encoding/encoding_ISO-8859-1.xml":                           {docs: 40},
	"feeds_encoding/feed-utf16le.xml":                                  {docs: 1, warns: true},
	"feeds_encoding/feed-with-whitespace-before-xml-declaration.xml":   {warns: true},
	"feeds_encoding/fp_http_text_xml_charset_2.xml":                    {docs: 1, warns: true},
	"feeds_encoding/fp_http_text_xml_charset_overrides_encoding_2.xml": {docs: 1, warns: true},
	"feeds_encoding/no_encoding_ISO-8859-1.xml":                        {docs: 9, warns: true},
	"feeds_encoding/urdu_UTF8.xml":                                     {docs: 26},
	"feeds_encoding/xml_iso88591_utf8_mismatch.xml":                    {kind: feeds.FaultUnparsable},
	"feeds_encoding/xml_koi8r.xml":                                     {docs: 2},
	"feeds_generic/TechCrunch.xml":                                     {docs: 20},
	"feeds_generic/feed.json":                                          {docs: 11, spoken: 11},
	"feeds_generic/google_alerts_atom.xml":                             {docs: 20},
	"feeds_generic/guardian.rss":                                       {docs: 55},
	"feeds_generic/itunes.xml":                                         {docs: 3, spoken: 3},
	"feeds_generic/json_feed.json":                                     {docs: 20},
	"feeds_huge/giantbomb-podcast.rss":                                 {docs: 730, spoken: 730},
	"feeds_huge/large_atom.xml":                                        {docs: 25},
}

// The encoding folder has two dozen feeds without items, or with pictures only; they parse,
// and list nothing.
var bare = outcome{warns: true}

// Every recorded file, served over HTTP and read through the door, ends as documents or as
// a clear error.
func TestRecordedFeeds(t *testing.T) {
	root := feedstest.Data(t, "sources")
	s := feedstest.NewServer(t)
	r := podcast.New(door(t))
	for _, folder := range []string{"podcast_rss", "feeds_malformed", "feeds_encoding", "feeds_generic", "feeds_huge"} {
		for _, path := range s.Folder(t, "/"+folder, filepath.Join(root, folder)) {
			name := strings.TrimPrefix(path, "/")
			stayHere(t, s, path, filepath.Join(root, name))
			t.Run(name, func(t *testing.T) {
				want, known := recorded[name]
				if !known && strings.HasPrefix(name, "feeds_encoding/fp_") {
					want, known = bare, true
				}
				if !known {
					t.Fatal("no expectation for this file")
				}
				check(t, r, s.At(path), want)
			})
		}
	}
}

// stayHere takes the word that a recorded feed has moved out of it: tests ask no one
// outside this machine.
func stayHere(t *testing.T, s *feedstest.Server, path, file string) {
	t.Helper()
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(body, []byte("new-feed-url")) {
		s.Page(path, feedstest.Type(file), strings.ReplaceAll(string(body), "new-feed-url", "old-feed-url"))
	}
}

func check(t *testing.T, r *podcast.Reader, address string, want outcome) {
	t.Helper()
	src := feeds.Source{ID: "source", Key: "key", URL: address}
	b, err := r.Read(context.Background(), src, nil)
	var e *feeds.Fault
	if errors.As(err, &e) {
		if e.Kind != want.kind || !strings.HasSuffix(e.Sentence(), ".") || len(fetch.AnswerOf(e).Head) == 0 {
			t.Errorf("%s: %s", e.Kind, e)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	got := outcome{docs: len(b.Documents), warns: len(b.Warnings) > 0}
	seen := map[string]bool{}
	for i, d := range b.Documents {
		if d.Kind == feeds.Podcast {
			got.spoken++
		}
		for _, o := range d.Offers {
			if o.Part == feeds.PartChapters {
				got.chapters++
			} else {
				got.transcripts++
			}
		}
		got.people += len(d.People)
		if seen[d.ID] {
			t.Errorf("%s twice", d.ID)
		}
		seen[d.ID] = true
		if d.ID != feeds.DocumentID(d.Network, d.Key) || !strings.HasPrefix(d.Key, "key\n") || d.Revision == "" {
			t.Errorf("identity of %+v", d)
		}
		if strings.Contains(d.Title+d.Notes, "\ufffd") {
			t.Errorf("unreadable characters in %q", d.Title)
		}
		if i > 0 && d.Published.After(b.Documents[i-1].Published) {
			t.Error("not newest first")
		}
		if d.Undated != d.Published.IsZero() || d.Published.After(time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("date %s", d.Published)
		}
	}
	if got != want {
		t.Errorf("got %+v, want %+v; warnings %q", got, want, b.Warnings)
	}
	if etag(b) == "" || b.Source.Key != "key" {
		t.Errorf("position %s", b.Position)
	}
	again, err := r.Read(context.Background(), *b.Source, b.Position)
	if err != nil || !again.NotModified {
		t.Errorf("read again: %v", err)
	}
}

func TestRecordedEncodingsComeOutRight(t *testing.T) {
	root := feedstest.Data(t, "sources/feeds_encoding")
	s := feedstest.NewServer(t)
	s.Folder(t, "/", root)
	r := podcast.New(door(t))
	for file, want := range map[string]string{
		"enc_iso-8859-1.xml": "Café", "enc_koi8r.xml": "Пример RSS ленты", "fp_euc-kr.xml": "년",
		"enc_utf8-incorrect-prolog.xml": "테스트 피드", "fp_http_i18n.xml": "Iñtërnâtiônàlizætiøn", "feed-utf16le.xml": "Test feed",
	} {
		b, err := r.Read(context.Background(), feeds.Source{Key: "k", URL: s.At("/" + file)}, nil)
		if err != nil || b.Source.Name != want {
			t.Errorf("%s: %q, %v", file, b.Source.Name, err)
		}
	}
}
