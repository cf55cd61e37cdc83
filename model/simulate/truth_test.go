package simulate_test

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"
)

// truthChats is how many chats are drawn; OFFHOOK_SOAK sets another number.
const truthChats = 1000

// TestTruth rebuilds chats that went through the faults of real delivery and compares
// them with what truly happened, as far as the deliveries decide it.
//
// With OFFHOOK_KEEP=name the smallest wrong example is written to
// testdata/rebuild/name.json, which TestKeptExamples replays from then on; with
// OFFHOOK_ONLY=regexp only complaints that match count.
func TestTruth(t *testing.T) {
	t.Parallel()
	want := truthChats
	if testing.Short() {
		want /= 5
	}
	if text := os.Getenv("OFFHOOK_SOAK"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("OFFHOOK_SOAK: %v", err)
		}
		want = n
	}
	only := regexp.MustCompile(os.Getenv("OFFHOOK_ONLY"))
	var chats atomic.Int64
	for half := range 2 {
		t.Run(fmt.Sprint(half), func(t *testing.T) {
			t.Parallel()
			for int(chats.Load()) < want && !t.Failed() {
				rapid.Check(t, func(t *rapid.T) {
					w := drawWorld(t)
					chats.Add(int64(len(w.scenes)))
					w.check(t, only)
				})
			}
		})
	}
	t.Cleanup(func() { t.Logf("%d chats", chats.Load()) })
}

// check fails with the world in words when it was rebuilt wrongly.
func (w *world) check(t *rapid.T, only *regexp.Regexp) {
	r := rebuild(w.deliveries)
	found := decide(w).judge(r).matching(only)
	if len(found) == 0 {
		return
	}
	if name := os.Getenv("OFFHOOK_KEEP"); name != "" { // shrinking ends with the smallest
		if err := w.keep(name, only); err != nil {
			t.Errorf("keep the example: %v", err)
		}
	}
	t.Fatalf("%s\n%s", strings.Join(found, "\n"), w.story(r))
}

func (c complaints) matching(only *regexp.Regexp) complaints {
	var kept complaints
	for _, text := range c {
		if only.MatchString(text) {
			kept = append(kept, text)
		}
	}
	return kept
}
