package cli

import (
	"context"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// visits counts what is sent, without a network.
type visits struct {
	paths map[string]int
	took  time.Duration // of every request
}

func (v *visits) RoundTrip(r *http.Request) (*http.Response, error) {
	v.paths[r.URL.Path]++
	time.Sleep(v.took)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(""))}, nil
}

func runDemo(t *testing.T, v *visits, d time.Duration) {
	t.Helper()
	v.paths = map[string]int{}
	demo := newDemo("http://offhook.example", time.Now)
	demo.client, demo.rng = &http.Client{Transport: v}, rand.New(rand.NewPCG(1, 2))
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	demo.run(ctx)
}

func TestDemoSendsAllPlatformsAtItsPace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		v, begun, total := &visits{took: 3 * time.Millisecond}, time.Now(), 0
		runDemo(t, v, 10*time.Minute)
		for _, n := range v.paths {
			total += n
		}
		if total < 600 || total > 1800 {
			t.Errorf("%d events in 10 minutes", total)
		}
		for _, path := range []string{"/blinger", "/acquire", "/ebbot", "/jivo", "/parcels"} {
			if v.paths[path] == 0 {
				t.Errorf("nothing went to %s: %v", path, v.paths)
			}
		}
		if elapsed := time.Since(begun); elapsed > 10*time.Minute+time.Second {
			t.Errorf("it ended after %v", elapsed)
		}
	})
}

// A machine that slept wakes to chats of the present, not to hours of them at once.
func TestDemoDoesNotCatchUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		v, total := &visits{took: time.Minute}, 0
		runDemo(t, v, time.Hour)
		for _, n := range v.paths {
			total += n
		}
		if total == 0 || total > 61 {
			t.Errorf("%d requests of a minute each in an hour", total)
		}
	})
}
