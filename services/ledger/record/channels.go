package record

import (
	"context"
	"fmt"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

const channelColumns = `id, workspace, name, type, active, revision, settings, secrets, data`

func scanChannel(scan query.Scan) (alerts.Channel, error) {
	var c alerts.Channel
	var data channelData
	err := scan(&c.ID, &c.Workspace, &c.Name, &c.Type, query.Flag(&c.Active), &c.Revision, query.JSON(&c.Settings), query.JSON(&c.Secrets), query.JSON(&data))
	c.Topics, c.Events, c.SwitchedOff = data.Topics, data.Events, data.SwitchedOff
	return c, err
}

// channelData are the fields without columns of their own.
type channelData struct {
	Topics      []alerts.Topic      `json:"topics,omitempty"`
	Events      []alerts.EventName  `json:"events,omitempty"`
	SwitchedOff *alerts.SwitchedOff `json:"switched_off,omitempty"`
}

// revealed returns the secrets as they are stored: marshalling them as they are would mask
// them.
func revealed(secrets map[string]feeds.Secret) map[string]string {
	out := make(map[string]string, len(secrets))
	for name, s := range secrets {
		if s != "" {
			out[name] = s.Reveal()
		}
	}
	return out
}

// PutChannel creates a channel whose Revision is 0, or changes one whose Revision is the
// stored one; otherwise [ledger.ErrConflict]. Without secrets the stored ones are kept. It
// returns the channel with its new revision. An active channel loses its SwitchedOff.
func PutChannel(ctx context.Context, tx *ledger.Tx, c alerts.Channel) (alerts.Channel, error) {
	c.Workspace = ledger.WorkspaceOrDefault(c.Workspace)
	expected := c.Revision
	c.Revision++
	if c.Active {
		c.SwitchedOff = nil
	}
	secrets, data := query.AsJSON(revealed(c.Secrets)), query.AsJSON(channelData{c.Topics, c.Events, c.SwitchedOff})
	var n int64
	var err error
	if expected == 0 {
		n, err = tx.Exec(ctx, `INSERT INTO channels (id, workspace, name, type, active, revision, settings, secrets, data, created, updated)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			c.ID, c.Workspace, c.Name, string(c.Type), c.Active, c.Revision, string(c.Settings), secrets, data, tx.Now(), tx.Now())
	} else {
		n, err = tx.Exec(ctx, `UPDATE channels SET name = ?, type = ?, active = ?, revision = ?, settings = ?,
			secrets = CASE WHEN ? = '' THEN secrets ELSE ? END, data = ?, updated = ?
			WHERE workspace = ? AND id = ? AND revision = ?`,
			c.Name, string(c.Type), c.Active, c.Revision, string(c.Settings), secrets, secrets, data, tx.Now(), c.Workspace, c.ID, expected)
	}
	if err == nil && n == 0 {
		err = tx.Conflict(ctx, expected == 0, `SELECT COUNT(*) FROM channels WHERE workspace = ? AND id = ?`, c.Workspace, c.ID)
	}
	if err != nil {
		return c, fmt.Errorf("saving channel %s: %w", c.ID, err)
	}
	return GetChannel(ctx, tx, c.Workspace, c.ID)
}

// ChannelDeleted is the error of deliveries that were pending when their channel was deleted.
const ChannelDeleted = "the channel was deleted"

// DeleteChannel deletes a channel; a revision of 0 deletes any revision. Its deliveries stay;
// those that are pending fail.
func DeleteChannel(ctx context.Context, tx *ledger.Tx, workspace, id string, revision int64) error {
	workspace = ledger.WorkspaceOrDefault(workspace)
	n, err := tx.Exec(ctx, `DELETE FROM channels WHERE workspace = ? AND id = ? AND (revision = ? OR CAST(? AS BIGINT) = 0)`,
		workspace, id, revision, revision)
	if err == nil && n == 0 {
		err = tx.Conflict(ctx, false, `SELECT COUNT(*) FROM channels WHERE workspace = ? AND id = ?`, workspace, id)
	}
	if err == nil {
		_, err = tx.Exec(ctx, `UPDATE deliveries SET state = 'failed', finished = ?, error = ?,
			lease_holder = '', lease_until = 0 WHERE channel = ? AND state = 'pending'`, tx.Now(), ChannelDeleted, id)
	}
	if err != nil {
		return fmt.Errorf("deleting channel %s: %w", id, err)
	}
	return nil
}

// GetChannel returns one channel of a workspace, with its secrets.
func GetChannel(ctx context.Context, r ledger.Reader, workspace, id string) (alerts.Channel, error) {
	found, err := selectChannels(ctx, r, " WHERE workspace = ? AND id = ?", ledger.WorkspaceOrDefault(workspace), id)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("channel %s: %w", id, ledger.ErrNotFound)
	}
	if err != nil {
		return alerts.Channel{}, err
	}
	return found[0], nil
}

// ListChannels lists the channels of a workspace by name; of all workspaces if it is empty.
func ListChannels(ctx context.Context, r ledger.Reader, workspace string) ([]alerts.Channel, error) {
	return selectChannels(ctx, r, " WHERE (workspace = ? OR ? = '') ORDER BY LOWER(name), id", workspace, workspace)
}

func selectChannels(ctx context.Context, r ledger.Reader, tail string, args ...any) ([]alerts.Channel, error) {
	out := []alerts.Channel{}
	err := r.Each(ctx, `SELECT `+channelColumns+` FROM channels`+tail, args, func(scan query.Scan) error {
		c, err := scanChannel(scan)
		out = append(out, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading channels: %w", err)
	}
	return out, nil
}
