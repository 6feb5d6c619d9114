package speech

import (
	"errors"
	"net/url"
	"slices"
	"time"
)

// Settings are what the operator chooses.
type Settings struct {
	URL      string        // base of the engine's API: http://localhost:8000/v1
	Model    string        // the engine's name of a model; empty for its own choice
	Key      string        // sent as a bearer token
	Engine   string        // one of Engines; Auto finds out
	Command  []string      // a program instead of an engine; see [Recognizer]
	Convert  string        // ffmpeg, which cuts recordings into pieces; found in PATH if it has no slash
	Backfill bool          // whether the back catalogue is recognised too
	Minutes  int           // of recordings a day
	Price    float64       // of a minute
	Money    float64       // most that may be spent a day; 0 for no limit
	Largest  int           // MB of a recording that are fetched
	Upload   int           // MB that the engine takes at once
	Piece    time.Duration // length of a piece
}

// Values of Settings.Engine: the dialects of the API.
const (
	Auto       = "auto"
	OpenAI     = "openai"
	WhisperCPP = "whisper.cpp"
	Speaches   = "speaches"
)

// Engines lists the values of Settings.Engine.
func Engines() []string { return []string{Auto, OpenAI, WhisperCPP, Speaches} }

// DefaultSettings returns settings without an engine: nothing is recognised.
func DefaultSettings() Settings {
	return Settings{Engine: Auto, Convert: "ffmpeg", Minutes: 600, Largest: 500, Upload: 25, Piece: 10 * time.Minute}
}

// On reports whether there is anything that recognises speech.
func (s Settings) On() bool { return s.URL != "" || len(s.Command) > 0 }

// Validate returns the first mistake, beginning with the key that it is in.
func (s Settings) Validate() error {
	switch {
	case s.URL != "" && len(s.Command) > 0:
		return errors.New("command: there is a url too; choose one of them")
	case !slices.Contains(Engines(), s.Engine):
		return errors.New("engine: must be auto, openai, whisper.cpp or speaches")
	case s.Minutes < 0 || s.Price < 0 || s.Money < 0:
		return errors.New("minutes: minutes, price and money must not be negative")
	case s.Money > 0 && s.Price == 0:
		return errors.New("money: needs a price for a minute")
	case s.Largest < 1 || s.Upload < 1:
		return errors.New("largest: largest and upload must be at least 1")
	case s.Piece < time.Minute || s.Piece > 2*time.Hour:
		return errors.New("piece: must be between 1m and 2h")
	}
	if s.URL != "" {
		if u, err := url.Parse(s.URL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return errors.New("url: is not a web address; write it with https:// or http://")
		}
	}
	return nil
}
