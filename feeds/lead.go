package feeds

import (
	"crypto/hmac"
	"crypto/sha256"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Lead is somebody who showed interest: a contact of a CRM, the answer to a form, a row of a file.
// It holds no name. Time, answer and landing page are what a mention is matched with.
type Lead struct {
	ID       string    `json:"id"`  // the same whenever the lead is read: see [LeadSource.Lead]
	Key      string    `json:"key"` // what identifies it in its system; never an address of a person
	Time     time.Time `json:"time"`
	Updated  time.Time `json:"updated,omitzero"`
	Stage    string    `json:"stage,omitempty"` // as [StageName] writes it
	Value    *float64  `json:"value,omitempty"` // in the system's own currency; nil where it isn't known
	Answer   string    `json:"answer,omitempty"`
	Note     string    `json:"note,omitempty"`     // of a salesperson
	Cut      bool      `json:"cut,omitempty"`      // the answer or the note was longer than [MaxLeadText]
	Landing  string    `json:"landing,omitempty"`  // as [LandingPage] writes it
	Person   string    `json:"person,omitempty"`   // the hash of an address: see [LeadSource.Person]
	Address  string    `json:"address,omitempty"`  // only where the source keeps addresses
	Imported bool      `json:"imported,omitempty"` // it was imported into its system, so that its time is not that of the interest
	Test     bool      `json:"test,omitempty"`     // it looks like somebody's test: it is shown, and not counted
}

// Limits on what a lead holds.
const (
	MaxLeadText = 4 << 10 // bytes of an answer or a note
	maxLanding  = 500
	maxLeadKey  = 200
	maxAddr     = 320
)

// cutMark ends a text that was cut.
const cutMark = "…"

// LeadText returns a text as a lead holds it: valid UTF-8 without control characters other than line
// feeds, cut between two characters at [MaxLeadText]. A text that was cut ends with an ellipsis.
func LeadText(s string) (text string, cut bool) {
	s = strings.ToValidUTF8(s, "\ufffd")
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s))
	if len(s) <= MaxLeadText {
		return s, false
	}
	return strings.TrimSpace(shorten(s, MaxLeadText-len(cutMark))) + cutMark, true
}

// SetTexts sets the answer and the note.
func (l *Lead) SetTexts(answer, note string) {
	var a, n bool
	l.Answer, a = LeadText(answer)
	l.Note, n = LeadText(note)
	l.Cut = a || n
}

// StageName converts a label to the name of a stage: "Sales Qualified" is sales_qualified.
func StageName(label string) string { return wordsOf(label) }

// LandingPage returns the path of an address with its utm parameters, and nothing else: other parameters
// carry click ids and addresses of people. Such an address in the path itself is replaced by an ellipsis. Where only
// the parameters are known, there is no path.
func LandingPage(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Opaque != "" {
		return ""
	}
	path := u.Path
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if strings.Contains(part, "@") || strings.Contains(part, "%40") {
			parts[i] = cutMark
		}
	}
	if path = strings.Join(parts, "/"); !strings.HasPrefix(path, "/") && (path != "" || u.Host != "") {
		path = "/" + path
	}
	path, _ = LeadText(strings.ReplaceAll(path, "\n", ""))
	utm := url.Values{}
	for name, values := range u.Query() {
		name = strings.ToLower(name)
		if strings.HasPrefix(name, "utm_") && len(name) <= 40 && len(values) > 0 && len(values[0]) <= 200 && !strings.Contains(values[0], "@") {
			utm.Set(name, values[0])
		}
	}
	if len(path) > maxLanding {
		path = shorten(path, maxLanding-len(cutMark)) + cutMark
	}
	if query := utm.Encode(); query != "" && len(path)+1+len(query) <= 2*maxLanding {
		path += "?" + query
	}
	return path
}

// Lead returns a lead of the source with its id. The same key gives the same id, so that a lead that is
// read twice is one lead. A key that is too long is replaced by its hash.
func (s LeadSource) Lead(key string, at time.Time) Lead {
	if len(key) > maxLeadKey {
		key = ID("lead key", key)
	}
	return Lead{ID: ID("lead", s.ID, key), Key: key, Time: at.UTC()}
}

// SetPerson sets the hash of a person's address, and the address itself where the source keeps it.
func (s LeadSource) SetPerson(l *Lead, address string) {
	l.Person = s.Person(address)
	if l.Address = ""; s.KeepAddress && l.Person != "" {
		l.Address = strings.TrimSpace(address)
	}
	l.Test = l.Test || testAddress(address)
}

// Person returns the keyed hash of an e-mail address. Without the key, nobody can try addresses until
// one fits: that is why there is no hash without one. Text that is no address has none either.
func (s LeadSource) Person(address string) string {
	address = strings.ToLower(strings.TrimSpace(address))
	name, domain, ok := strings.Cut(address, "@")
	if s.HashKey == "" || !ok || name == "" || !strings.Contains(domain, ".") || len(address) > maxAddr || strings.ContainsAny(address, " \t\r\n<>\"") {
		return ""
	}
	h := hmac.New(sha256.New, []byte(s.HashKey.Reveal()))
	h.Write([]byte(address))
	return idEncoding.EncodeToString(h.Sum(nil))[:idLength]
}

// testAddress reports whether an address is one that people type to try a form.
func testAddress(address string) bool {
	name, domain, ok := strings.Cut(strings.ToLower(strings.TrimSpace(address)), "@")
	return ok && (name == "test" || slices.Contains([]string{"example.com", "example.org", "example.net", "test.com"}, domain))
}
