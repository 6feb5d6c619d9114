package ledger

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
)

// newSQLite is the schema that the migrations make of an empty file, with the rows that
// say that all of them ran. Running every migration one by one takes longer than all the
// rest of a first start. A test holds that both ways give the same schema, and writes this
// file with -update.
//
//go:embed newschema.sql
var newSQLite string

// createNew gives an empty SQLite file the newest schema at once. The transaction leaves
// nothing behind if the process is killed.
func createNew(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to undo
	if _, err := tx.ExecContext(ctx, newSQLite); err != nil {
		return fmt.Errorf("creating the tables: %w", err)
	}
	return tx.Commit()
}
