package api

import (
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
)

// InboxPreview is what the inbox of a brand would hold. Documents of one cluster are one row.
type InboxPreview struct {
	Sure   int          `json:"sure"`
	Likely int          `json:"likely"`
	Unsure int          `json:"unsure" doc:"Hidden in the inbox, until somebody asks for them."`
	Rows   []PreviewRow `json:"rows" doc:"The newest of each level, at most three each."`
}

// PreviewRow is a mention that isn't saved, with the hit that leads it.
type PreviewRow struct {
	Document  string     `json:"document"`
	Kind      feeds.Kind `json:"kind"`
	Title     string     `json:"title"`
	Published time.Time  `json:"published"`
	Class     string     `json:"confidence_class" enum:"sure,likely,unsure"`
	Hit       index.Hit  `json:"hit"`
}

// previewRows is how many rows of each level are shown.
const previewRows = 3

// preview counts the mentions that the hits of a brand make, and keeps some of them.
func preview(b index.Brand, docs []feeds.Document, hits [][]index.Hit) InboxPreview {
	var p InboxPreview
	rows := map[string][]PreviewRow{}
	seen := map[string]bool{}
	for i := range docs {
		own := detect.ByBrand(hits[i])[b.ID]
		if len(own) == 0 || docs[i].Cluster != "" && seen[docs[i].Cluster] {
			continue
		}
		seen[docs[i].Cluster] = true
		confidence, unsure := detect.Summarise(own)
		level := confidenceClass(confidence, unsure)
		switch level {
		case "sure":
			p.Sure++
		case "likely":
			p.Likely++
		default:
			p.Unsure++
		}
		if len(rows[level]) < previewRows {
			rows[level] = append(rows[level], PreviewRow{docs[i].ID, docs[i].Kind, docs[i].Title, docs[i].Published, level, own[index.Best(own)]})
		}
	}
	p.Rows = append(append(append([]PreviewRow{}, rows["sure"]...), rows["likely"]...), rows["unsure"]...)
	return p
}
