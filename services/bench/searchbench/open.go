package searchbench

import (
	"bufio"
	"encoding/json"
	"iter"
	"os"
	"path/filepath"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/passage"
)

// withOpenDocuments adds the documents of the JSON Lines files in dir at the end.
func withOpenDocuments(entries iter.Seq[index.Entry], dir string) iter.Seq[index.Entry] {
	return func(yield func(index.Entry) bool) {
		for e := range entries {
			if !yield(e) {
				return
			}
		}
		files, _ := filepath.Glob(filepath.Join(dir, "*.jsonl"))
		at := time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)
		for _, name := range files {
			f, err := os.Open(name)
			if err != nil {
				continue
			}
			lines := bufio.NewScanner(f)
			lines.Buffer(nil, 64<<20)
			for lines.Scan() {
				d := feeds.Document{}
				if json.Unmarshal(lines.Bytes(), &d) != nil || d.Body() == "" {
					continue // a list of brands, not of documents
				}
				d.ID = feeds.DocumentID("open", name+d.ID)
				d.Published = at
				at = at.Add(time.Second)
				if !yield(passage.Entry(&d, filepath.Base(name), at.Format("2006-01"), 0, nil)) {
					f.Close()
					return
				}
			}
			f.Close()
		}
	}
}
