package api

import (
	"sync"
	"time"
)

// How often a password may be tried within a minute.
const (
	guessWindow   = time.Minute
	triesEach     = 5  // for one account by one client, or by a browser that signed in before
	triesAccount  = 5  // for one account by all clients together …
	triesNewcomer = 5  // … and beyond that one try each for this many clients that have not tried yet
	triesClient   = 30 // for any account by one client
)

// attempt is a try to sign in. The account is the one that was found, however its address was
// spelled. Device is set for a browser that signed in to it before. Such a browser has a count of
// its own, so that strangers who know the address can't lock the owner out.
type attempt struct {
	account, client, device string
}

// guesses slows down guessing of passwords. A try is counted before the password is checked, so
// that fifty concurrent tries count as fifty. The right password clears the counts. The zero value
// is ready to use.
type guesses struct {
	mu sync.Mutex
	by map[guessKey]guess
}

// guessKey names a count. Empty fields are not part of it.
type guessKey attempt

type guess struct {
	since time.Time
	tries int
}

// wait returns how long the attempt would have to wait, without counting it.
func (g *guesses) wait(a attempt, now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.left(a, now)
}

// take counts a try, or returns how long to wait.
func (g *guesses) take(a attempt, now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	if wait := g.left(a, now); wait > 0 {
		return wait
	}
	if len(g.by) > 10_000 { // made-up addresses must not fill the memory
		for k, old := range g.by {
			if now.Sub(old.since) >= guessWindow {
				delete(g.by, k)
			}
		}
	}
	if g.by == nil {
		g.by = map[guessKey]guess{}
	}
	for _, k := range a.counts() {
		c := g.count(k, now)
		c.tries++
		g.by[k] = c
	}
	return 0
}

// counts returns the counts to which a try adds.
func (a attempt) counts() []guessKey {
	if a.device != "" {
		return []guessKey{{account: a.account, device: a.device}}
	}
	return []guessKey{{account: a.account, client: a.client}, {account: a.account}, {client: a.client}}
}

func (g *guesses) left(a attempt, now time.Time) time.Duration {
	over := func(c guess, most int) time.Duration {
		if c.tries < most {
			return 0
		}
		return guessWindow - now.Sub(c.since)
	}
	if a.device != "" {
		return over(g.count(a.counts()[0], now), triesEach)
	}
	pair, account, client := g.count(a.counts()[0], now), g.count(a.counts()[1], now), g.count(a.counts()[2], now)
	most := triesAccount
	if pair.tries == 0 {
		most += triesNewcomer
	}
	return max(over(pair, triesEach), over(account, most), over(client, triesClient))
}

// count returns the tries within the current window.
func (g *guesses) count(k guessKey, now time.Time) guess {
	c := g.by[k]
	if now.Sub(c.since) >= guessWindow {
		return guess{since: now}
	}
	return c
}

// right clears the counts of the account that signed in, but none of the client's other accounts.
func (g *guesses) right(a attempt) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, k := range a.counts() {
		if c, ok := g.by[k]; ok && k.account == "" {
			c.tries--
			g.by[k] = c
			continue
		}
		delete(g.by, k)
	}
}
