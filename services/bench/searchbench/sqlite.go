package searchbench

import (
	"database/sql"
	"fmt"
	"strings"

	"github.com/namedrop/namedrop/index"

	_ "modernc.org/sqlite" // the driver
)

// fts is the same passages in SQLite's FTS5. Rows are inserted in the order of time, so
// newest-first is the order of row ids, which FTS5 does best.
type fts struct{ db *sql.DB }

func openFTS(path string) (*fts, error) {
	db, err := sql.Open("sqlite", path+"?_pragma=journal_mode(wal)&_pragma=synchronous(normal)&_pragma=cache_size(-65536)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	_, err = db.Exec(`create virtual table if not exists p using fts5(text, tokenize = 'porter unicode61 remove_diacritics 2');
		create table if not exists m(id integer primary key, doc text, at integer, kind text, source text, brand text, lang text);
		create index if not exists m_at on m(at);`)
	if err != nil {
		return nil, fmt.Errorf("making the FTS5 table: %w", err)
	}
	return &fts{db}, nil
}

func (f *fts) put(entries []index.Entry) error {
	tx, err := f.db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	for _, e := range entries {
		brand := map[int]string{}
		for _, b := range e.Brands {
			brand[b.Passage] = b.Brand
		}
		for _, p := range e.Passages {
			res, err := tx.Exec(`insert into p(text) values(?)`, p.Text)
			if err != nil {
				return err
			}
			id, err := res.LastInsertId()
			if err != nil {
				return err
			}
			if _, err := tx.Exec(`insert into m values(?,?,?,?,?,?,?)`, id, e.Document, e.Published.Unix(), string(e.Kind), strings.Join(e.Sources, " "), brand[p.Number], p.Language); err != nil {
				return err
			}
		}
	}
	return tx.Commit()
}

// drain runs a query and reads all of its rows.
func (f *fts) drain(query string, args ...any) error {
	rows, err := f.db.Query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	cols, err := rows.Columns()
	if err != nil {
		return err
	}
	values := make([]any, len(cols))
	for i := range values {
		values[i] = new(any)
	}
	for rows.Next() {
		if err := rows.Scan(values...); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (f *fts) newest(match string) error {
	return f.drain(`select m.doc, snippet(p, 0, '<mark>', '</mark>', '…', 40) from p join m on m.id = p.rowid where p match ? order by p.rowid desc limit 20`, match)
}

func (f *fts) relevance(match string) error {
	return f.drain(`select m.doc, snippet(p, 0, '<mark>', '</mark>', '…', 40) from p join m on m.id = p.rowid where p match ? order by rank limit 20`, match)
}

func (f *fts) totals(match string, from, to int64) error {
	for _, field := range []string{"kind", "source", "lang"} {
		if err := f.drain(`select m.`+field+`, count(distinct m.doc) from p join m on m.id = p.rowid where p match ? and m.at >= ? and m.at < ? group by 1`, match, from, to); err != nil {
			return err
		}
	}
	return nil
}
