package cli_test

import (
	"context"
	"testing"
	"time"
)

// A command that a signal stops has not failed, however far it came.
func TestStoppingIsNoFailure(t *testing.T) {
	t.Parallel()
	w := newWire(t, time.Now())
	w.problems("/jivo", `{"event_name":"offline_message","chat_id":1,"visitor":{"name":"Ada"},"message":"Hello"}`)
	w.end()
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	for _, args := range [][]string{
		{"conversations", w.dir}, {"conversations", w.dir, "--filter", ".chat_id=1"}, {"conversations", w.dir, "--conversation", "jivo:1"},
		{"open", w.dir, "--output", "json"}, {"open", w.dir, "--output", "text", "--filter", "conv.messages:1"}, {"open", w.dir, "--output", "json", "--follow"},
	} {
		p, _, chatter := program(nil)
		if code := p.Run(stopped, args); code != 0 || chatter.String() != "" {
			t.Errorf("%v: exit code %d, %q", args, code, chatter)
		}
	}
}
