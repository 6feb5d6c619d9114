package ledger_test

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/migrations"
)

var update = flag.Bool("update", false, "write newschema.sql from the migrations")

// A new file and one on which every migration ran must not differ.
func TestANewFileHasTheSchemaOfTheMigrations(t *testing.T) {
	migrated := schemaOf(t, func(o ledger.Options) ledger.Options { return ledger.WithSchema(o, migrations.SQLite()) })
	if *update {
		if err := os.WriteFile("newschema.sql", []byte(migrated), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Skip("newschema.sql was written; build again")
	}
	created := schemaOf(t, func(o ledger.Options) ledger.Options { return o })
	if diff := cmp.Diff(migrated, created); diff != "" {
		t.Errorf("run go test ./services/ledger -run %s -update (- migrated, + new):\n%s", t.Name(), diff)
	}
}

// schemaOf dumps the schema of a file that a ledger has just made, as statements that
// make it again.
func schemaOf(t *testing.T, options func(ledger.Options) ledger.Options) string {
	path := filepath.Join(t.TempDir(), "namedrop.db")
	l, err := ledger.Open(t.Context(), options(ledger.Options{URL: "sqlite://" + path}))
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var out strings.Builder
	out.WriteString("-- Written by a test from the migrations; not to be edited.\n\n")
	var tables []string
	each(t, db, `SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type <> 'table', name`, func(v []string) {
		fmt.Fprintf(&out, "%s;\n", v[2])
		if v[0] == "table" {
			tables = append(tables, v[1])
		}
	})
	for _, table := range tables {
		if table == "schema_version" {
			each(t, db, `SELECT version_id, is_applied FROM schema_version ORDER BY version_id`, func(v []string) {
				fmt.Fprintf(&out, "INSERT INTO schema_version (version_id, is_applied) VALUES (%s, %s);\n", v[0], v[1])
			})
			continue
		}
		each(t, db, `SELECT COUNT(*) FROM "`+table+`"`, func(v []string) {
			if v[0] != "0" && table != "settings" { // Open keeps the ledger's id there
				t.Errorf("migrations put %s rows into %s: newschema.sql must have them too", v[0], table)
			}
		})
	}
	return out.String()
}

func each(t *testing.T, db *sql.DB, query string, row func([]string)) {
	t.Helper()
	rows, err := db.QueryContext(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values, into := make([]string, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		row(values)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}
