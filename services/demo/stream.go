package demo

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/coder/websocket"
)

// serveSky is the world's own Jetstream: the posts of its Bluesky as they are written, from the cursor on if there is one.
func (w *World) serveSky(rw http.ResponseWriter, r *http.Request) {
	c, err := websocket.Accept(rw, r, nil)
	if err != nil {
		return // it has answered
	}
	defer func() { _ = c.CloseNow() }()
	ctx := c.CloseRead(r.Context())
	after := w.opts.Now()
	if micros, err := strconv.ParseInt(r.FormValue("cursor"), 10, 64); err == nil {
		after = time.UnixMicro(micros)
	}
	for n := 0; ; n++ {
		at := w.skeetAt(n)
		if !at.After(after) {
			continue
		}
		wait := time.NewTimer(max(0, at.Sub(w.opts.Now())))
		select {
		case <-wait.C:
		case <-ctx.Done():
			wait.Stop()
			return
		}
		if c.Write(ctx, websocket.MessageText, skeet(n, at)) != nil {
			return
		}
	}
}

// skeetAt returns when a post is written: the first soon after the world begins, then one every third episode.
func (w *World) skeetAt(n int) time.Time {
	return w.opts.Base.Add(w.opts.Every/10 + time.Duration(3*n)*w.opts.Every)
}

func skeet(n int, at time.Time) []byte {
	frame, err := json.Marshal(map[string]any{
		"did": fmt.Sprintf("did:plc:demo%020d", n%7), "time_us": at.UnixMicro(), "kind": "commit",
		"commit": map[string]any{"operation": "create", "collection": "app.bsky.feed.post", "rkey": fmt.Sprintf("3demo%08d", n),
			"record": map[string]any{"$type": "app.bsky.feed.post", "text": skeets[n%len(skeets)], "langs": []string{"en"}, "createdAt": at.Format(time.RFC3339)}},
	})
	if err != nil {
		panic(err) // made of text and numbers
	}
	return frame
}
