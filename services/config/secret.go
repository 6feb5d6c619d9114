package config

// Secret is a value that shows itself only to who asks for it by name: printed,
// logged or marshalled it is masked.
type Secret string

const masked = "********"

// Reveal returns the secret itself.
func (s Secret) Reveal() string { return string(s) }

func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return masked
}

// GoString keeps %#v from telling.
func (s Secret) GoString() string { return s.String() }

// MarshalText masks the secret in YAML, JSON and slog.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
