// Package config reads the configuration: defaults first, then one strict YAML
// file. An unknown key is an error with its line, every secret can stand in a file
// of its own (x_file), and relative paths belong to the file's folder.
package config

import (
	"net/netip"
	"time"
)

// Config is everything that can be set. The yaml tags are the documented keys.
type Config struct {
	Data      string    `yaml:"data" print:"plain" doc:"Folder that holds the ledger, the bus and the index."`
	Desk      Desk      `yaml:"desk"`
	Database  Database  `yaml:"database"`
	NATS      NATS      `yaml:"nats"`
	Fetch     Fetch     `yaml:"fetch"`
	Crawl     Crawl     `yaml:"crawl"`
	Index     Index     `yaml:"index"`
	Alerts    Alerts    `yaml:"alerts"`
	Judge     Judge     `yaml:"judge"`
	Endpoints Endpoints `yaml:"endpoints"`
	Log       Log       `yaml:"log"`
}

// Desk is the interface and its API.
type Desk struct {
	Listen string `yaml:"listen" print:"plain" doc:"Address of the desk. Beyond loopback everyone needs to sign in."`
	URL    string `yaml:"url" doc:"Address under which people reach the desk; links in alerts start with it."`
}

// Database is the ledger.
type Database struct {
	URL     string `yaml:"url" doc:"postgres://… when one machine is not enough; empty for SQLite in the data folder."`
	URLFile string `yaml:"url_file" print:"plain" doc:"File that holds the url."`
}

// NATS is the bus: embedded, or a cluster elsewhere.
type NATS struct {
	Listen       string   `yaml:"listen" print:"plain" doc:"Where outside clients may subscribe to mention.>; off switches it off."`
	URLs         []string `yaml:"urls" doc:"A NATS cluster to use in place of the embedded server."`
	Replicas     int      `yaml:"replicas" doc:"Copies of each stream in a cluster."`
	Consumers    []string `yaml:"consumers" print:"plain" doc:"Durable pull consumers on MENTIONS made for outside clients."`
	User         string   `yaml:"user" print:"plain" doc:"User that outside clients need; empty lets loopback in without one."`
	Password     Secret   `yaml:"password" doc:"Password of that user."`
	PasswordFile string   `yaml:"password_file" print:"plain" doc:"File that holds the password."`
}

// Fetch is the one outbound HTTP door.
type Fetch struct {
	Contact      string         `yaml:"contact" print:"plain" doc:"URL or address put into the User-Agent, so that a publisher can reach you."`
	AllowPrivate []netip.Prefix `yaml:"allow_private" doc:"Private networks that sources and webhooks may be in all the same, as 10.0.0.0/8. The judge and the endpoints below may be anywhere."`
	Timeout      time.Duration  `yaml:"timeout" doc:"For one fetch as a whole."`
	PerHost      float64        `yaml:"per_host" doc:"Requests a second to one host."`
}

// Crawl is how often sources are read.
type Crawl struct {
	Workers     int           `yaml:"workers" doc:"Sources read at once."`
	MinInterval time.Duration `yaml:"min_interval" doc:"Never ask a source more often than this."`
	MaxInterval time.Duration `yaml:"max_interval" doc:"Never leave a healthy source alone for longer than this."`
}

// Index is what can be searched.
type Index struct {
	KeepMonths int `yaml:"keep_months" doc:"Months that can be searched; 0 is all. The ledger keeps every document."`
}

// Alerts is the sending of messages.
type Alerts struct {
	Workers int           `yaml:"workers" doc:"Messages sent to one channel at once."`
	Timeout time.Duration `yaml:"timeout" doc:"How long a receiver may take to answer."`
}

// Judge is the optional model that looks at unsure hits.
type Judge struct {
	URL     string `yaml:"url" doc:"OpenAI-compatible endpoint, as http://localhost:11434/v1; empty is off."`
	Model   string `yaml:"model" print:"plain" doc:"Model to ask for."`
	Key     Secret `yaml:"key" doc:"API key."`
	KeyFile string `yaml:"key_file" print:"plain" doc:"File that holds the key."`
	PerDay  int    `yaml:"per_day" doc:"Questions a day at most."`
}

// Endpoints are the base URLs of outside services, so that the same binary runs
// against a recorded server.
type Endpoints struct {
	ITunes string `yaml:"itunes" doc:"Apple's podcast look-up."`
}

// Log is what is told on standard error.
type Log struct {
	Level  string `yaml:"level" print:"plain" doc:"debug, info, warn or error."`
	Format string `yaml:"format" print:"plain" doc:"text or json."`
}

// Default is what holds where nothing is set.
func Default() Config {
	return Config{
		Data:      "data",
		Desk:      Desk{Listen: "127.0.0.1:8090"},
		NATS:      NATS{Listen: "127.0.0.1:4222", Replicas: 1, Consumers: []string{"outside"}},
		Fetch:     Fetch{Contact: "https://github.com/namedrop/namedrop", Timeout: time.Minute, PerHost: 2},
		Crawl:     Crawl{Workers: 8, MinInterval: 5 * time.Minute, MaxInterval: 24 * time.Hour},
		Alerts:    Alerts{Workers: 8, Timeout: 15 * time.Second},
		Judge:     Judge{PerDay: 100},
		Endpoints: Endpoints{ITunes: "https://itunes.apple.com"},
		Log:       Log{Level: "info", Format: "text"},
	}
}
