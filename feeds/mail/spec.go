// Package mail reads the alerts of other services (Google Alerts, F5Bot, Talkwalker) from a mailbox by IMAP, or as they are
// posted to the API. The addresses in a message are read once each; the message itself is not stored.
package mail

import (
	"encoding/json"
	"net"
	"net/mail"
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

// The types of sources.
const (
	MailboxType  feeds.SourceType = "mailbox"
	MessagesType feeds.SourceType = "messages"
)

const limits = "At most 100 links of a message are read, each once and by the robots.txt of its host; a page is stored only if it names one of your brands. The messages are not stored."

// Mailbox returns the spec of mailboxes that are read by IMAP.
func Mailbox() feeds.Spec {
	return feeds.Spec{
		Type:    MailboxType,
		Name:    "Mailbox",
		Summary: "Alerts of other services that arrive by e-mail, such as those of Google Alerts.",
		Limits:  limits + " Use a mailbox or folder for alerts only. Nothing in it is changed or marked as read. Services that ask for a sign-in in the browser (OAuth) need a password for apps.",
		Kinds:   []feeds.Kind{feeds.Page},
		Fields: []feeds.Field{
			{Name: "server", Kind: feeds.FieldText, Required: true, Label: "IMAP server", Help: "Its name, with :port unless that is 993.", Example: "imap.example.com"},
			{Name: "user", Kind: feeds.FieldText, Required: true, Label: "User", Help: "As you sign in to the mailbox.", Example: "alerts@example.com"},
			{Name: "password", Kind: feeds.FieldSecret, Required: true, Label: "Password", Help: "A password for apps where the service has them."},
			{Name: "senders", Kind: feeds.FieldText, Required: true, Label: "Senders", Help: "Only messages from these addresses or domains are read, separated by commas. Links in others could confirm or cancel something.", Example: "googlealerts-noreply@google.com, f5bot.com"},
			{Name: "folder", Kind: feeds.FieldText, Label: "Folder", Help: "Where the alerts are.", Example: "Alerts", Default: "INBOX"},
			{Name: "security", Kind: feeds.FieldChoice, Label: "Encryption", Help: "None is for a server on this machine only.", Default: "tls", Choices: []feeds.Choice{
				{Value: "tls", Label: "TLS"}, {Value: "starttls", Label: "STARTTLS"}, {Value: "none", Label: "None"},
			}},
		},
		Check:     checkMailbox,
		NamedOnly: true,
	}
}

// Messages returns the spec of messages that are posted to the API.
func Messages() feeds.Spec {
	return feeds.Spec{
		Type:    MessagesType,
		Name:    "Posted messages",
		Summary: "Alerts of other services that a program posts to the API, as e-mails or as text.",
		Limits:  limits,
		Kinds:   []feeds.Kind{feeds.Page},
		Fields: []feeds.Field{
			{Name: "senders", Kind: feeds.FieldText, Label: "Senders", Help: "Only e-mails from these addresses or domains are read, separated by commas. Leave it empty to read all.", Example: "googlealerts-noreply@google.com"},
		},
		NamedOnly: true,
		Inbound:   feeds.InletAPI,
	}
}

// settings are the fields of both types.
type settings struct {
	Server   string `json:"server"`
	User     string `json:"user"`
	Senders  string `json:"senders"`
	Folder   string `json:"folder"`
	Security string `json:"security"`
}

func settingsOf(s feeds.Source) settings {
	var out settings
	_ = json.Unmarshal(s.Settings, &out) // checked when they were saved
	return out
}

// address returns host and port of the server.
func (s settings) address() (host, address string, ok bool) {
	host, port := strings.TrimSpace(s.Server), "993"
	if s.Security == "starttls" || s.Security == "none" {
		port = "143"
	}
	if h, p, err := net.SplitHostPort(host); err == nil {
		host, port = h, p
	}
	host = strings.Trim(host, "[]")
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 || host == "" || strings.ContainsAny(host, "/@ \t") || len(host) > 253 {
		return "", "", false
	}
	return host, net.JoinHostPort(host, port), true
}

func checkMailbox(src feeds.Source) error {
	s := settingsOf(src)
	host, _, ok := s.address()
	if !ok {
		return &feeds.FieldError{Field: "server", Code: "mailbox_server", Reason: "That is not the name of a server: it looks like imap.example.com."}
	}
	if s.Security == "none" && !local(host) {
		return &feeds.FieldError{Field: "security", Code: "mailbox_unencrypted", Reason: "Without encryption the password could be read on the way. That is possible for a server on this machine only."}
	}
	if len(senders(s.Senders)) == 0 {
		return &feeds.FieldError{Field: "senders", Code: "mailbox_senders", Reason: "Name at least one address or domain whose messages are read."}
	}
	return nil
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

func senders(text string) []string {
	var out []string
	for _, s := range strings.Split(strings.ToLower(text), ",") {
		if s = strings.TrimPrefix(strings.TrimSpace(s), "@"); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// sentBy reports whether a From header is one of the senders, or at one of their domains.
func sentBy(from string, wanted []string) bool {
	a, err := mail.ParseAddress(from)
	if err != nil {
		return false
	}
	address := strings.ToLower(a.Address)
	_, domain, _ := strings.Cut(address, "@")
	for _, w := range wanted {
		if address == w || domain == w || strings.HasSuffix(domain, "."+w) && !strings.Contains(w, "@") {
			return true
		}
	}
	return false
}
