package archive

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// StoredAccount is an account, how it is doing, and how many sources use it.
type StoredAccount struct {
	feeds.Account
	Condition feeds.Condition
	Revision  int64 // raised by every write
	Created   time.Time
	Sources   int
}

func selectAccounts(ctx context.Context, r ledger.Reader, tail string, args ...any) ([]StoredAccount, error) {
	out := []StoredAccount{}
	err := r.Each(ctx, `SELECT id, workspace, type, name, settings, secrets, expires, revision, condition, created,
		(SELECT COUNT(*) FROM sources s WHERE s.account <> '' AND s.account = accounts.id AND s.removed = 0) FROM accounts`+tail, args, func(scan query.Scan) error {
		var a StoredAccount
		secrets := map[string]string{}
		err := scan(&a.ID, &a.Workspace, &a.Type, &a.Name, query.Raw(&a.Settings), query.JSON(&secrets), query.Time(&a.Expires), &a.Revision,
			query.JSON(&a.Condition), query.Time(&a.Created), &a.Sources)
		a.Secrets = map[string]feeds.Secret{}
		for name, secret := range secrets {
			a.Secrets[name] = feeds.Secret(secret)
		}
		out = append(out, a)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading accounts: %w", err)
	}
	return out, nil
}

// ListAccounts returns the accounts of a workspace by type and name.
func ListAccounts(ctx context.Context, r ledger.Reader, workspace string) ([]StoredAccount, error) {
	return selectAccounts(ctx, r, ` WHERE workspace = ? ORDER BY type, LOWER(name), id`, ledger.WorkspaceOrDefault(workspace))
}

// GetAccount returns an account with its secrets.
func GetAccount(ctx context.Context, r ledger.Reader, id string) (StoredAccount, error) {
	a, err := ledger.First(selectAccounts(ctx, r, ` WHERE id = ?`, id))
	if err != nil {
		return a, fmt.Errorf("account %s: %w", id, err)
	}
	return a, nil
}

// revealed returns secrets as they are stored.
func revealed(secrets map[string]feeds.Secret) string {
	out := map[string]string{}
	for name, secret := range secrets {
		out[name] = secret.Reveal()
	}
	return query.AsJSON(out)
}

// AddAccount adds an account.
func AddAccount(ctx context.Context, tx *ledger.Tx, a feeds.Account) error {
	_, err := tx.Exec(ctx, `INSERT INTO accounts (id, workspace, type, name, settings, secrets, expires, revision, condition, created, updated)
		VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)`, a.ID, ledger.WorkspaceOrDefault(a.Workspace), a.Type, a.Name, string(a.Settings), revealed(a.Secrets), a.Expires,
		query.AsJSON(feeds.Condition{Health: feeds.Waiting}), tx.Now(), tx.Now())
	if err != nil {
		return fmt.Errorf("adding account %s: %w", a.ID, err)
	}
	return nil
}

// UpdateAccount saves an account if its revision is still the given one, and else returns [ledger.ErrConflict].
func UpdateAccount(ctx context.Context, tx *ledger.Tx, a feeds.Account, revision int64) error {
	n, err := tx.Exec(ctx, `UPDATE accounts SET name = ?, settings = ?, secrets = ?, expires = ?, revision = revision + 1, updated = ? WHERE id = ? AND revision = ?`,
		a.Name, string(a.Settings), revealed(a.Secrets), a.Expires, tx.Now(), a.ID, revision)
	if err == nil && n == 0 {
		err = ledger.ErrConflict
	}
	if err != nil {
		return fmt.Errorf("updating account %s: %w", a.ID, err)
	}
	return nil
}

// SetAccountCondition records how an account is doing.
func SetAccountCondition(ctx context.Context, tx *ledger.Tx, id string, c feeds.Condition) error {
	_, err := tx.Exec(ctx, `UPDATE accounts SET condition = ? WHERE id = ?`, query.AsJSON(c), id)
	return err
}

// DeleteAccount deletes an account and what it used. Sources that use it must be none.
func DeleteAccount(ctx context.Context, tx *ledger.Tx, id string) error {
	n, err := tx.Exec(ctx, `DELETE FROM accounts WHERE id = ?`, id)
	if err := ledger.OneRow(n, err, "deleting account "+id); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM account_spending WHERE account = ?`, id)
	return err
}

// SourcesOfAccount returns the sources that use an account, and are not removed.
func SourcesOfAccount(ctx context.Context, r ledger.Reader, id string) ([]SourceWithPoll, error) {
	var out []SourceWithPoll
	err := r.Each(ctx, `SELECT `+sourceColumns+sourceFrom+` WHERE s.removed = 0 AND s.account <> '' AND s.account = ? ORDER BY s.id`, []any{id}, func(scan query.Scan) error {
		s, err := scanSource(scan)
		out = append(out, s)
		return err
	})
	return out, err
}

// AddSpent adds to what an account used of a budget in a period, and returns the sum.
func AddSpent(ctx context.Context, tx *ledger.Tx, account, unit, period string, n int64) (int64, error) {
	_, err := tx.Exec(ctx, `INSERT INTO account_spending (account, unit, period, spent) VALUES (?, ?, ?, ?)
		ON CONFLICT (account, unit, period) DO UPDATE SET spent = account_spending.spent + excluded.spent`,
		account, unit, period, max(n, 0))
	if err == nil && n < 0 {
		_, err = tx.Exec(ctx, `UPDATE account_spending SET spent = CASE WHEN spent < ? THEN 0 ELSE spent - ? END WHERE account = ? AND unit = ? AND period = ?`, -n, -n, account, unit, period)
	}
	if err != nil {
		return 0, fmt.Errorf("counting what account %s uses: %w", account, err)
	}
	return Spent(ctx, tx, account, unit, period)
}

// Spent returns what an account used of a budget in a period.
func Spent(ctx context.Context, r ledger.Reader, account, unit, period string) (int64, error) {
	var n int64
	err := r.Row(ctx, `SELECT COALESCE(MAX(spent), 0) FROM account_spending WHERE account = ? AND unit = ? AND period = ?`, []any{account, unit, period}, &n)
	return n, err
}

// AccountHealth returns the number of accounts by health.
func AccountHealth(ctx context.Context, r ledger.Reader, workspace string) (map[string]int, error) {
	all, err := ListAccounts(ctx, r, workspace)
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	for _, a := range all {
		counts[string(a.Condition.Health)]++
	}
	return counts, nil
}
