package bus

import (
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"

	"golang.org/x/time/rate"
)

// serverLog passes the server's log to slog. The server's notices are about ports and memory;
// they are logged as debug.
type serverLog struct {
	log  *slog.Logger
	last atomic.Pointer[string]
	// Outside clients cause most of the lines, as often as they like.
	limit *rate.Limiter
}

func (l *serverLog) fatal() string {
	if s := l.last.Load(); s != nil {
		return *s
	}
	return ""
}

func newServerLog(log *slog.Logger) *serverLog {
	return &serverLog{log: log, limit: rate.NewLimiter(1, 20)}
}

func (l *serverLog) line(level func(string, ...any), format string, v []any) {
	if !l.limit.Allow() {
		return
	}
	level("bus server", "message", fmt.Sprintf(format, v...))
}

func (l *serverLog) Fatalf(format string, v ...any) {
	s := fmt.Sprintf(format, v...)
	l.last.Store(&s)
	l.log.Error("bus server failed", "message", s)
}
func (l *serverLog) Errorf(format string, v ...any) { l.line(l.log.Error, format, v) }
func (l *serverLog) Warnf(format string, v ...any) {
	if strings.HasPrefix(format, "Plaintext passwords") { // ours never leave the process
		return
	}
	l.line(l.log.Warn, format, v)
}
func (l *serverLog) Noticef(format string, v ...any) {
	l.log.Debug("bus server", "message", fmt.Sprintf(format, v...))
}
func (l *serverLog) Debugf(string, ...any) {}
func (l *serverLog) Tracef(string, ...any) {}
