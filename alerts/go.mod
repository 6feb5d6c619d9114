module github.com/namedrop/namedrop/alerts

go 1.26.0

require (
	github.com/google/go-cmp v0.7.0
	github.com/namedrop/namedrop/feeds v0.0.0
	github.com/namedrop/namedrop/index v0.0.0
	github.com/standard-webhooks/standard-webhooks/libraries v0.0.1
	pgregory.net/rapid v1.3.0
)

require code.dny.dev/ssrf v0.3.0 // indirect

require (
	github.com/klauspost/compress v1.20.3 // indirect
	github.com/temoto/robotstxt v1.1.2 // indirect
	golang.org/x/net v0.62.0
	golang.org/x/text v0.43.0
	golang.org/x/time v0.16.0 // indirect
)

replace github.com/namedrop/namedrop/feeds => ../feeds

replace github.com/namedrop/namedrop/index => ../index
