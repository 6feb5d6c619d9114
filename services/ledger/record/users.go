package record

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// User signs in with an e-mail address and a password, of which the argon2id hash is stored.
type User struct {
	ID        string    `json:"id"`
	Workspace string    `json:"workspace,omitempty"`
	Email     string    `json:"email"`
	Name      string    `json:"name,omitempty"`
	Password  string    `json:"-"`
	Role      string    `json:"role"`
	Created   time.Time `json:"created"`
	Disabled  time.Time `json:"disabled,omitzero"`
}

const userColumns = `id, workspace, email, name, password, role, created, disabled`

func selectUsers(ctx context.Context, r ledger.Reader, tail string, args ...any) ([]User, error) {
	out := []User{}
	err := r.Each(ctx, `SELECT `+userColumns+` FROM users`+tail, args, func(scan query.Scan) error {
		var u User
		err := scan(&u.ID, &u.Workspace, &u.Email, &u.Name, &u.Password, &u.Role, query.Time(&u.Created), query.Time(&u.Disabled))
		out = append(out, u)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading users: %w", err)
	}
	return out, nil
}

// PutUser creates a user or replaces the one with the same id. [ledger.ErrConflict]: another
// user has the address.
func PutUser(ctx context.Context, tx *ledger.Tx, u User) error {
	u.Email = normalEmail(u.Email)
	taken := 0
	if err := tx.Row(ctx, `SELECT COUNT(*) FROM users WHERE email = ? AND id <> ?`, []any{u.Email, u.ID}, &taken); err != nil {
		return fmt.Errorf("saving user %s: %w", u.ID, err)
	}
	if taken > 0 {
		return fmt.Errorf("saving user %s: another user has that address: %w", u.ID, ledger.ErrConflict)
	}
	_, err := tx.Exec(ctx, `INSERT INTO users (id, workspace, email, name, password, role, created, disabled) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET workspace = excluded.workspace, email = excluded.email, name = excluded.name,
			password = excluded.password, role = excluded.role, disabled = excluded.disabled`,
		u.ID, ledger.WorkspaceOrDefault(u.Workspace), u.Email, u.Name, u.Password, u.Role, tx.Now(), u.Disabled)
	if err != nil {
		return fmt.Errorf("saving user %s: %w", u.ID, err)
	}
	return nil
}

func normalEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// GetUser returns the user with that id.
func GetUser(ctx context.Context, r ledger.Reader, id string) (User, error) {
	return ledger.First(selectUsers(ctx, r, ` WHERE id = ?`, id))
}

// UserByEmail returns the user with this address, ignoring case.
func UserByEmail(ctx context.Context, r ledger.Reader, email string) (User, error) {
	return ledger.First(selectUsers(ctx, r, ` WHERE email = ?`, normalEmail(email)))
}

// ListUsers lists all users by address.
func ListUsers(ctx context.Context, r ledger.Reader) ([]User, error) {
	return selectUsers(ctx, r, ` ORDER BY email`)
}

// DeleteUser deletes a user and their sessions.
func DeleteUser(ctx context.Context, tx *ledger.Tx, id string) error {
	n, err := tx.Exec(ctx, `DELETE FROM users WHERE id = ?`, id)
	if err := ledger.OneRow(n, err, "deleting user "+id); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM sessions WHERE user_id = ?`, id)
	return err
}
