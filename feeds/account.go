package feeds

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"
)

// Account is credentials that several sources share.
type Account struct {
	ID        string
	Workspace string
	Type      string
	Settings  json.RawMessage
	Secrets   map[string]Secret
	Expires   time.Time
}

// Accounts stores credentials and counts what is spent of quotas.
type Accounts interface {
	// Update changes an account under a lock: refreshed tokens, sessions.
	Update(ctx context.Context, id string, change func(*Account) error) error
	// Spend takes n from a quota. Call it before the request that costs it. Where the quota
	// is used up it returns a [*Fault] of kind [FaultQuota].
	Spend(ctx context.Context, id, unit string, n int64) error
}

// hidden is printed in place of a secret.
const hidden = "(hidden)"

// Secret is a password, key or token. It prints, logs and marshals as a placeholder;
// Reveal returns the secret itself.
type Secret string

func (s Secret) Reveal() string { return string(s) }

func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return hidden
}

func (s Secret) GoString() string              { return s.String() }
func (s Secret) LogValue() slog.Value          { return slog.StringValue(s.String()) }
func (s Secret) MarshalText() ([]byte, error)  { return []byte(s.String()), nil }
func (s *Secret) UnmarshalText(b []byte) error { *s = Secret(b); return nil }
