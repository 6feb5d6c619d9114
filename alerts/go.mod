module github.com/namedrop/namedrop/alerts

go 1.26

require (
	code.dny.dev/ssrf v0.3.0 // indirect
	github.com/google/go-cmp v0.7.0 // indirect
	github.com/namedrop/namedrop/feeds v0.0.0
	github.com/namedrop/namedrop/index v0.0.0
	github.com/standard-webhooks/standard-webhooks/libraries v0.0.1 // indirect
	pgregory.net/rapid v1.3.0 // indirect
)

replace github.com/namedrop/namedrop/feeds => ../feeds

replace github.com/namedrop/namedrop/index => ../index
