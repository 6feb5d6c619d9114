// Package config reads the configuration: defaults first, then one strict YAML file.
// An unknown key is an error with its line, every secret can be in a file of its own
// (x_file), and relative paths start at the folder of the configuration file.
package config

import (
	"net/netip"
	"time"

	"github.com/namedrop/namedrop/feeds/speech"
	"github.com/namedrop/namedrop/feeds/youtube"
)

// Config holds every setting. The yaml tags are the documented keys.
type Config struct {
	Data     string   `yaml:"data" print:"plain" doc:"Folder that holds the ledger, the bus and the index."`
	Desk     Desk     `yaml:"desk"`
	Public   Public   `yaml:"public"`
	Database Database `yaml:"database"`
	NATS     NATS     `yaml:"nats"`
	Fetch    Fetch    `yaml:"fetch"`
	Sources  Sources  `yaml:"sources"`
	YouTube  YouTube  `yaml:"youtube"`
	Speech   Speech   `yaml:"speech"`
	Index    Index    `yaml:"index"`
	Alerts   Alerts   `yaml:"alerts"`
	Judge    Judge    `yaml:"judge"`
	Fetchers Fetchers `yaml:"fetchers,omitempty"`

	PodcastIndex PodcastIndex `yaml:"podcast_index"`

	Endpoints Endpoints `yaml:"endpoints,omitempty"`
	Log       Log       `yaml:"log"`

	renamed []Renamed
}

// Renamed returns the keys that the file has under the name of an earlier version.
func (c Config) Renamed() []Renamed { return c.renamed }

// Desk is the web interface and its API.
type Desk struct {
	Listen string `yaml:"listen" print:"plain" doc:"Address of the desk. Beyond loopback everyone needs to sign in."`
	URL    string `yaml:"url" doc:"Address at which people reach the desk; links in alerts start with it. If it is not on this machine, everyone needs to sign in."`
	Local  string `yaml:"local" print:"plain" doc:"Access from this machine: key, through the link of namedrop open; or open, which makes every program and every person that reaches the address an administrator."`
}

// Values of Desk.Local.
const (
	LocalKey  = "key"
	LocalOpen = "open"
)

// Public is the side that strangers may reach: a listener of its own.
type Public struct {
	Listen string `yaml:"listen" print:"plain" doc:"Address of the public side, for example 127.0.0.1:8092; off switches it off. It answers strangers, so put a proxy with TLS in front."`
	URL    string `yaml:"url" doc:"Address at which strangers reach the public side."`
}

// Off is the value that switches a listener off.
const Off = "off"

// On reports whether the public side is switched on.
func (p Public) On() bool { return p.Listen != "" && p.Listen != Off }

// Database is the ledger's database.
type Database struct {
	URL     string `yaml:"url" doc:"postgres://… when one machine is not enough; empty for SQLite in the data folder."`
	URLFile string `yaml:"url_file" print:"plain" doc:"File that holds the url."`
}

// NATS is the bus: embedded, or a cluster elsewhere.
type NATS struct {
	Listen       string   `yaml:"listen" print:"plain" doc:"Address at which outside clients may subscribe to mention.> and report.>; off switches it off."`
	URLs         []string `yaml:"urls" doc:"A NATS cluster to use in place of the embedded server."`
	Replicas     int      `yaml:"replicas" doc:"Copies of each stream in a cluster."`
	Consumers    []string `yaml:"consumers" print:"plain" doc:"Durable pull consumers on MENTIONS, created for outside clients."`
	User         string   `yaml:"user" print:"plain" doc:"User that outside clients need; empty lets clients on loopback in without one."`
	Password     Secret   `yaml:"password" doc:"Password of that user."`
	PasswordFile string   `yaml:"password_file" print:"plain" doc:"File that holds the password."`
}

// Fetch applies to all outgoing HTTP requests that follow what others publish.
type Fetch struct {
	Contact      string         `yaml:"contact" print:"plain" doc:"URL or address in the User-Agent, so that a publisher can reach you."`
	AllowPrivate []netip.Prefix `yaml:"allow_private" doc:"Private networks that sources and webhooks may be in, for example 10.0.0.0/8. judge.url and endpoints may be anywhere."`
	Proxy        string         `yaml:"proxy" doc:"Outbound proxy for all fetches, for example http://10.0.0.5:3128; allow_private must list its network if that is private. The proxy resolves names and has to guard against private addresses."`
	Timeout      time.Duration  `yaml:"timeout" doc:"Time limit of one fetch."`
	PerHost      float64        `yaml:"per_host" doc:"Requests a second to one host."`
}

// Sources sets how often sources are read.
type Sources struct {
	Workers     int           `yaml:"workers" doc:"Number of sources read at the same time."`
	MinInterval time.Duration `yaml:"min_interval" doc:"Shortest time between two reads of a source."`
	MaxInterval time.Duration `yaml:"max_interval" doc:"Longest time between two reads of a healthy source."`
}

// YouTube sets how captions are read. It has the fields of [youtube.Settings].
type YouTube struct {
	Captions bool          `yaml:"captions" doc:"Whether captions of videos are read. YouTube's terms don't provide for that: it is your decision."`
	Clients  []string      `yaml:"clients" print:"plain" doc:"YouTube's own players, as which a video is asked for, in order: name and version, and the number of one that Namedrop doesn't know (ANDROID/3 20.10.38)."`
	PerDay   int           `yaml:"per_day" doc:"Most requests to YouTube a day, beside those for feeds. A video takes two."`
	Pause    time.Duration `yaml:"pause" doc:"Pause between two videos; it varies from half of this to one and a half times."`
	Break    time.Duration `yaml:"break" doc:"How long YouTube is asked nothing once it blocks this machine's address; an hour at least."`
	Command  []string      `yaml:"command" print:"plain" doc:"yt-dlp with arguments of your own, for captions that no client gets; empty for none."`
}

// Speech is what recognises the speech of episodes that have no transcript.
type Speech struct {
	URL      string        `yaml:"url" doc:"OpenAI-compatible engine, for example http://localhost:8000/v1; empty switches it off."`
	Model    string        `yaml:"model" print:"plain" doc:"Name of the model; empty for the engine's own choice."`
	Key      Secret        `yaml:"key" doc:"API key."`
	KeyFile  string        `yaml:"key_file" print:"plain" doc:"File that holds the key."`
	Engine   string        `yaml:"engine" print:"plain" doc:"Which engine it is: whisper.cpp, speaches or openai; auto finds out."`
	Command  []string      `yaml:"command" print:"plain" doc:"A program and its arguments in place of an engine. It gets {input} (a recording), {language}, {model} and {names}, and writes a .json, .vtt, .srt or .txt file into {output_dir}."`
	Convert  string        `yaml:"convert" print:"plain" doc:"ffmpeg, which cuts recordings into pieces. Without it they are sent whole."`
	Backfill bool          `yaml:"backfill" doc:"Whether the back catalogue is recognised too, after all new episodes."`
	Minutes  int           `yaml:"minutes" doc:"Most minutes of recordings a day."`
	Price    float64       `yaml:"price" doc:"What a minute costs, in any currency."`
	Money    float64       `yaml:"money" doc:"Most that may be spent a day, in the currency of the price; 0 for no limit."`
	Largest  int           `yaml:"largest" doc:"Largest recording that is fetched, in MB."`
	Upload   int           `yaml:"upload" doc:"Largest file that the engine takes, in MB."`
	Piece    time.Duration `yaml:"piece" doc:"Length of the pieces that a recording is cut into."`
}

// Settings returns the settings as the recognizer takes them.
func (s Speech) Settings() speech.Settings {
	return speech.Settings{
		URL: s.URL, Model: s.Model, Key: s.Key.Reveal(), Engine: s.Engine, Command: s.Command, Convert: s.Convert, Backfill: s.Backfill,
		Minutes: s.Minutes, Price: s.Price, Money: s.Money, Largest: s.Largest, Upload: s.Upload, Piece: s.Piece,
	}
}

func defaultSpeech() Speech {
	d := speech.DefaultSettings()
	return Speech{Engine: d.Engine, Convert: d.Convert, Minutes: d.Minutes, Largest: d.Largest, Upload: d.Upload, Piece: d.Piece}
}

// Index sets what can be searched.
type Index struct {
	KeepMonths int `yaml:"keep_months" doc:"Number of months that can be searched; 0 for all. The ledger keeps every document."`
}

// Alerts sets how deliveries are sent.
type Alerts struct {
	Workers int           `yaml:"workers" doc:"Deliveries sent to one channel at the same time."`
	Timeout time.Duration `yaml:"timeout" doc:"Time limit for a receiver's answer."`
}

// Judge is the optional model that is asked about unsure hits.
type Judge struct {
	URL     string `yaml:"url" doc:"OpenAI-compatible endpoint, for example http://localhost:11434/v1; empty switches it off."`
	Model   string `yaml:"model" print:"plain" doc:"Name of the model."`
	Key     Secret `yaml:"key" doc:"API key."`
	KeyFile string `yaml:"key_file" print:"plain" doc:"File that holds the key."`
	PerDay  int    `yaml:"per_day" doc:"Most questions a day."`
}

// Fetchers are files with the addresses that chats, assistants and crawlers publish, by name: slack, chatgpt,
// googlebot. What claims to be one of them in an access log, and comes from elsewhere, is not counted as a share.
type Fetchers map[string]string

// PodcastIndex is access to the Podcast Index, a free directory of shows.
type PodcastIndex struct {
	Key        Secret `yaml:"key" doc:"Key of the Podcast Index, which is asked for shows by name as well; empty switches it off."`
	Secret     Secret `yaml:"secret" doc:"The secret that belongs to the key."`
	SecretFile string `yaml:"secret_file" print:"plain" doc:"File that holds the secret."`
}

// Endpoints are the base URLs of outside services by name, so that the same binary runs
// against a recorded server. The adapters declare the names: see [Config.Complete].
type Endpoints map[string]string

// Log sets what goes to standard error.
type Log struct {
	Level  string `yaml:"level" print:"plain" doc:"debug, info, warn or error."`
	Format string `yaml:"format" print:"plain" doc:"text or json."`
}

// Default returns the configuration without a file.
func Default() Config {
	return Config{
		Data:    "data",
		Desk:    Desk{Listen: "127.0.0.1:8090", Local: LocalKey},
		Public:  Public{Listen: Off},
		NATS:    NATS{Listen: "127.0.0.1:4222", Replicas: 1, Consumers: []string{"outside"}},
		Fetch:   Fetch{Contact: "https://github.com/namedrop/namedrop", Timeout: time.Minute, PerHost: 2},
		Sources: Sources{Workers: 8, MinInterval: 5 * time.Minute, MaxInterval: 24 * time.Hour},
		YouTube: YouTube(youtube.DefaultSettings()),
		Speech:  defaultSpeech(),
		Alerts:  Alerts{Workers: 8, Timeout: 15 * time.Second},
		Judge:   Judge{PerDay: 100},
		Log:     Log{Level: "info", Format: "text"},
	}
}
