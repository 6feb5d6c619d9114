package youtube

import (
	"bytes"
	"encoding/xml"
	"errors"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/plain"
)

// list is what a channel or playlist lists.
type list struct {
	channel string // UC…, where it is known
	title   string
	videos  []video
}

// video is a video as a list or a page has it.
type video struct {
	id, title, notes, author string
	published                time.Time
	duration                 float64
	views                    int64
}

// maxListed is how many videos of one list are read.
const maxListed = 200

// parseFeed reads a channel's Atom feed.
func parseFeed(body []byte) (list, error) {
	var f struct {
		XMLName xml.Name `xml:"feed"`
		Channel string   `xml:"http://www.youtube.com/xml/schemas/2015 channelId"`
		Title   string   `xml:"http://www.w3.org/2005/Atom title"`
		Author  struct {
			Name string `xml:"name"`
		} `xml:"author"`
		Entries []struct {
			ID        string `xml:"http://www.youtube.com/xml/schemas/2015 videoId"`
			Channel   string `xml:"http://www.youtube.com/xml/schemas/2015 channelId"`
			Title     string `xml:"http://www.w3.org/2005/Atom title"`
			Published string `xml:"published"`
			Author    struct {
				Name string `xml:"name"`
			} `xml:"author"`
			Group struct {
				Description string `xml:"description"`
				Community   struct {
					Statistics struct {
						Views int64 `xml:"views,attr"`
					} `xml:"statistics"`
				} `xml:"community"`
			} `xml:"http://search.yahoo.com/mrss/ group"`
		} `xml:"entry"`
	}
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict = false
	if err := d.Decode(&f); err != nil {
		return list{}, err
	}
	l := list{channel: f.Channel, title: plain.Line(f.Title)}
	// The feed's own id lacks its beginning; those of its entries are whole.
	if l.channel != "" && !strings.HasPrefix(l.channel, "UC") {
		l.channel = "UC" + l.channel
	}
	for _, e := range f.Entries[:min(len(f.Entries), maxListed)] {
		if !videoID.MatchString(e.ID) {
			continue
		}
		at, _ := time.Parse(time.RFC3339, strings.TrimSpace(e.Published)) // undated where it can't be read
		l.videos = append(l.videos, video{
			id: e.ID, title: plain.Line(e.Title), notes: plain.Tidy(e.Group.Description), author: plain.Line(e.Author.Name),
			published: at, views: e.Group.Community.Statistics.Views,
		})
		if l.channel == "" && channelID.MatchString(e.Channel) {
			l.channel = e.Channel
		}
	}
	if !channelID.MatchString(l.channel) {
		l.channel = ""
	}
	if len(f.Entries) > 0 && len(l.videos) == 0 {
		return l, errors.New("no entry names a video")
	}
	return l, nil
}

// document returns the document of a video.
func (v video) document(author string) feeds.Document {
	if v.author != "" {
		author = v.author
	}
	d := feeds.Document{
		ID: feeds.DocumentID(Network, v.id), Kind: feeds.Video, Network: Network, Key: v.id, URL: VideoURL(v.id),
		Title: v.title, Notes: v.notes, Chapters: chaptersIn(v.notes), Author: author, Published: v.published, Duration: v.duration,
		Origin: feeds.None, Engagement: feeds.Engagement{Views: v.views},
	}
	d.Revision = d.ComputeRevision()
	return d
}
