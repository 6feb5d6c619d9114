package youtube

import (
	"context"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/plain"
)

// The places of a page that name the channel it is about.
var (
	externalID = regexp.MustCompile(`"(?:externalId|externalChannelId|channelId)":"(UC[\w-]{22})"`)
	canonical  = regexp.MustCompile(`<link rel="canonical" href="https?://www\.youtube\.com/channel/(UC[\w-]{22})"`)
	datePosted = regexp.MustCompile(`<meta itemprop="(?:datePublished|uploadDate)" content="([^"]{1,40})"`)
)

const playerStart = "ytInitialPlayerResponse = "

// resolve finds the channel behind a handle, an older name or a video. For a video it returns that too.
func (c *Client) resolve(ctx context.Context, a address) (channel string, found []video, err error) {
	end, err := c.gate.alone(ctx)
	if err != nil {
		return "", nil, err
	}
	defer end()
	body, err := c.page(ctx, a.path())
	switch {
	case feeds.FaultOf(err) == feeds.FaultAbsent || fetch.AnswerOf(err).Status == 404:
		return "", nil, c.noChannel()
	case err != nil:
		return "", nil, err
	}
	page := string(body)
	if a.video != "" {
		v, id := videoOf(page)
		if v.id == a.video {
			return id, []video{v}, nil
		}
	}
	if m := canonical.FindStringSubmatch(page); m != nil {
		return m[1], nil, nil
	}
	if m := externalID.FindStringSubmatch(page); m != nil {
		return m[1], nil, nil
	}
	return "", nil, c.noChannel()
}

func (c *Client) noChannel() error {
	return &feeds.Fault{Kind: feeds.FaultAbsent, Host: c.base.Host, Code: "youtube_no_channel", Reason: "YouTube knows no such channel or playlist", Help: "Check its address."}
}

// videoOf reads the video that a page shows, and its channel.
func videoOf(page string) (video, string) {
	_, rest, ok := strings.Cut(page, playerStart)
	if !ok {
		return video{}, ""
	}
	var p struct {
		answer
		Details struct {
			ID          string `json:"videoId"`
			Title       string `json:"title"`
			Channel     string `json:"channelId"`
			Description string `json:"shortDescription"`
			Author      string `json:"author"`
			Length      string `json:"lengthSeconds"`
		} `json:"videoDetails"`
	}
	if decodeFirst(rest, &p) != nil || !channelID.MatchString(p.Details.Channel) {
		return video{}, ""
	}
	v := video{id: p.Details.ID, title: plain.Line(p.Details.Title), notes: plain.Tidy(p.Details.Description), author: plain.Line(p.Details.Author)}
	p.answer.Details.Length = p.Details.Length
	v.duration = p.answer.duration()
	if m := datePosted.FindStringSubmatch(page); m != nil {
		for _, layout := range []string{time.RFC3339, time.DateOnly} {
			if at, err := time.Parse(layout, m[1]); err == nil {
				v.published = at
				break
			}
		}
	}
	return v, p.Details.Channel
}

// sorted returns the names of an object's members in order, so that the same answer gives the same list.
func sorted(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }

// Channel returns the id of the channel that an address stands for, without asking anybody; empty for a
// handle, an older name or a video.
func Channel(link string) string {
	a, _ := parseAddress(link)
	return a.channel
}

// errNothing is returned where neither way brought a list.
var errNothing = errors.New("neither the feed nor the list brought a video")
