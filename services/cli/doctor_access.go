package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/health"
)

// access reports how people sign in, and what is wrong with the key.
func (d *diagnosis) access(c config.Config) {
	if info, err := os.Stat(c.Data); err == nil && !info.IsDir() {
		return // reported by folder
	}
	_, err := access.KeyIn(c.Data).Read()
	if err != nil && !errors.Is(err, access.ErrNoKey) {
		d.report("access", fmt.Errorf("%w; `%s --new-key` creates a new one", err, openCommand(c.Data)), "")
		return
	}
	switch entry := app.EntryOf(c.Desk); {
	case entry == access.EntryOpen:
		d.warn("access", "desk.local is open: every program and every person that reaches "+c.Desk.Listen+
			", also through a proxy or a forwarded port, is an Admin. Remove the setting to close it")
	case c.Desk.Local == config.LocalOpen:
		d.warn("access", "desk.local: open is ignored, because other machines can reach the desk: everyone signs in. Remove the setting")
	case entry == access.EntryKey:
		d.report("access", nil, "with the key of the data folder (namedrop open), a password or a token")
	default:
		d.report("access", nil, "with a password or a token")
	}
}

// warn adds a finding about a setting that works as configured but deserves attention.
func (d *diagnosis) warn(part, detail string) {
	d.add(health.Finding{Part: part, OK: true, Detail: detail, Warn: true})
}
