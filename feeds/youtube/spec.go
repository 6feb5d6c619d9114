package youtube

import (
	"errors"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Network is the network of all documents of this package.
const Network = "youtube"

// Type is the type of its sources.
const Type feeds.SourceType = "youtube"

// DefaultEndpoint is where YouTube is.
const DefaultEndpoint = "https://www.youtube.com"

// Spec returns the spec of YouTube sources.
func Spec() feeds.Spec {
	return feeds.Spec{
		Type:    Type,
		Name:    "YouTube",
		Summary: "The videos of a YouTube channel or playlist, with their captions.",
		Limits: "A channel's newest 15 to 30 videos are listed. Captions are read slowly, and not at all where YouTube blocks this machine's address, as it does for most cloud providers. " +
			"Videos for members, for adults and private ones can't be read.",
		Kinds: []feeds.Kind{feeds.Video},
		Fields: []feeds.Field{{
			Name: feeds.URLField, Kind: feeds.FieldURL, Required: true, Label: "Channel",
			Help:    "Address or @handle of the channel, or a playlist. The address of a video follows its channel.",
			Example: "https://www.youtube.com/@larkmeter",
		}},
		Endpoints: []feeds.Endpoint{{
			Name: "youtube", Default: DefaultEndpoint,
			Help: "YouTube: feeds, pages, players and captions.",
		}},
		Check: func(src feeds.Source) error {
			if _, ok := parseAddress(src.URL); !ok {
				return &feeds.FieldError{Field: feeds.URLField, Code: "youtube_address", Reason: "This is not the address of a channel, a playlist or a video on YouTube."}
			}
			return nil
		},
		Recognize: Recognize,
	}
}

// FieldCodes returns the codes of what is wrong with a source.
func FieldCodes() []string { return []string{"youtube_address"} }

// Recognize returns the source that a pasted address stands for.
func Recognize(pasted string) (feeds.Source, bool) {
	a, ok := parseAddress(pasted)
	if !ok {
		return feeds.Source{}, false
	}
	return feeds.Source{Type: Type, URL: a.url(), Name: a.name()}, true
}

// Settings are what the operator decides.
type Settings struct {
	Captions bool          // whether captions are read
	Clients  []string      // players to ask, in order: "ANDROID 20.10.38"
	PerDay   int           // most requests a day, beside those for feeds
	Pause    time.Duration // between two videos; half of it to one and a half times
	Break    time.Duration // how long nothing is asked once YouTube blocks this address
	Command  []string      // yt-dlp, with arguments of the operator's own; empty for none
}

// DefaultSettings returns the settings of an installation that sets none.
func DefaultSettings() Settings {
	return Settings{
		Captions: true,
		Clients:  []string{"ANDROID 20.10.38", "IOS 21.26.4", "VISIONOS 1.02"},
		PerDay:   1000, Pause: 10 * time.Second, Break: 6 * time.Hour,
	}
}

// Validate returns what is wrong with the settings.
func (s Settings) Validate() error {
	if len(s.Clients) == 0 && len(s.Command) == 0 && s.Captions {
		return errors.New("clients: name at least one, or a command, or switch captions off")
	}
	for _, text := range s.Clients {
		if _, err := parseClient(text); err != nil {
			return err
		}
	}
	switch {
	case s.PerDay < 0:
		return errors.New("per_day: must not be negative")
	case s.Pause < 0:
		return errors.New("pause: must not be negative")
	case s.Break < time.Hour:
		return errors.New("break: must be at least an hour: a block that is answered sooner lasts longer")
	}
	return nil
}
