package feeds

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"
)

// LeadType names the adapter that reads a source of leads.
type LeadType string

// LeadSource is a CRM, a form or a file that leads come from.
type LeadSource struct {
	ID        string            `json:"id"`
	Workspace string            `json:"workspace,omitempty"`
	Site      string            `json:"site"` // what the leads are counted for
	Type      LeadType          `json:"type"`
	Name      string            `json:"name"`
	URL       string            `json:"url,omitempty"`
	Zone      string            `json:"zone,omitempty"` // of times without an offset; UTC if empty
	Paused    bool              `json:"paused,omitempty"`
	Settings  json.RawMessage   `json:"settings,omitempty"` // the adapter's own: an object with a member per field
	Secrets   map[string]Secret `json:"-"`                  // by the name of their field; no answer ever shows them

	HashKey     Secret `json:"-"`                      // the workspace's key for the hashes of people's addresses
	KeepAddress bool   `json:"keep_address,omitempty"` // the user asked to keep the addresses themselves
}

// Location returns the source's time zone.
func (s LeadSource) Location() (*time.Location, error) { return time.LoadLocation(s.Zone) }

// LeadBatch is the result of one read, or of one request from outside. A lead with an id that is stored
// already replaces that lead.
type LeadBatch struct {
	Leads    []Lead
	Gone     []string // keys of leads to erase
	Position Position
	More     bool      // there is more beyond Position that can be read at once
	Wake     bool      // something changed whose content has to be read: read the source now
	Warnings []Warning // what was left out or is doubtful
}

// LeadReader reads leads from a CRM.
type LeadReader interface {
	// Leads returns what was created or changed beyond the position, and some of what was read before,
	// since systems show changes late. The position is whatever the adapter returned last, and nil at
	// the first read. Errors are a [*Fault].
	Leads(ctx context.Context, src LeadSource, at Position) (LeadBatch, error)
}

// LeadMeaning is which mention a lead means, as a text for the system that the lead came from. It is empty where what
// was written before no longer holds.
type LeadMeaning struct{ Key, Text string }

// LeadWriter writes to a CRM which mention its leads mean. A [LeadReader] may implement it.
type LeadWriter interface {
	// Writes reports whether the settings of a source ask for it.
	Writes(src LeadSource) bool
	// Write writes what leads mean, in order, and returns how many are done. The same is written again after an
	// interruption. What can't be written is tried again at the next read, and a warning tells the user why.
	Write(ctx context.Context, src LeadSource, leads []LeadMeaning) (done int, warnings []Warning)
}

// LeadReceiver handles what a form or a CRM sends to us. A notice that holds only an id yields no lead:
// it sets Wake. The reply is sent in any case; the error is for the log, and for the source's health.
type LeadReceiver interface {
	Receive(ctx context.Context, in LeadInbound) (Reply, LeadBatch, error)
}

// LeadInbound is a request that was sent to us for a source of leads.
type LeadInbound struct {
	Source LeadSource
	Method string
	URL    string // the address that was called, with its query, as the outside sees it
	Header http.Header
	Body   []byte
}

// LeadFile reads leads from a file that somebody exported.
type LeadFile interface {
	// Preview reads the beginning of a file. It guesses the mapping, or checks the one that is given.
	Preview(r io.Reader, by *LeadMapping) (LeadColumns, error)
	// Leads reads a whole file and passes its leads to take. A file with a line that can't be
	// read yields no leads at all. Errors about the file are a [*FileMistake] or [FileMistakes].
	Leads(ctx context.Context, r io.Reader, src LeadSource, m LeadMapping, take func([]Lead) error) (FileResult, error)
}

// LeadColumns is the beginning of a file, with a guess of what its columns mean.
type LeadColumns struct {
	Names    []string    `json:"names"`
	Rows     [][]string  `json:"rows"` // the first 20
	Lines    []int       `json:"lines"`
	Mapping  LeadMapping `json:"mapping"`  // a guess, or the one that was checked
	Problems []string    `json:"problems"` // what is missing, or can't be read by it, one sentence each

	Mistakes    FileMistakes `json:"mistakes,omitempty" doc:"The problems with their codes and lines."`
	Understood  *LeadMapping `json:"understood,omitempty" doc:"The mapping with what was detected: the format of the dates, decimal commas. Absent if it is not complete."`
	DateFormats []string     `json:"date_formats,omitempty" doc:"What dates of a mapping may be."`
}

// LeadMapping maps columns of a file, or fields of a form, to their meaning. Empty means none.
type LeadMapping struct {
	Time    string `json:"time,omitempty"`
	ID      string `json:"id,omitempty"`
	Person  string `json:"person,omitempty"` // an e-mail address
	Stage   string `json:"stage,omitempty"`
	Value   string `json:"value,omitempty"`
	Answer  string `json:"answer,omitempty"`
	Note    string `json:"note,omitempty"`
	Landing string `json:"landing,omitempty"`

	Zone         string `json:"zone,omitempty"`          // of times without an offset; UTC if empty
	Dates        string `json:"dates,omitempty"`         // as in [Mapping]
	DecimalComma *bool  `json:"decimal_comma,omitempty"` // as in [Mapping]
}

// LeadSpec describes a system that leads come from.
type LeadSpec struct {
	Type    LeadType
	Name    string
	Summary string
	Limits  string // what it can't do, a sentence that is shown to the user
	// Pushed is set where programs send the leads to our API: the adapter has no Reader, Receiver or File.
	Pushed bool
	Fields []Field
	// Check returns what is wrong with a source before it is saved, as a sentence for a person.
	// The fields have been checked by then.
	Check func(LeadSource) error
}

// LeadAdapter is one system that leads come from: its spec with at least one of Reader, Receiver and File,
// or with none if it is pushed.
type LeadAdapter struct {
	LeadSpec
	Reader   LeadReader
	Receiver LeadReceiver
	File     LeadFile
}
