package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"time"

	"offhook/model/simulate"
)

// demo sends lifelike traffic to the receiver over real HTTP.
type demo struct {
	url    string
	client *http.Client
	rng    *rand.Rand
	now    func() time.Time
	sleep  func(context.Context, time.Duration) error
}

// maxLag is how far the demo may fall behind its own pace, as in a machine that
// slept, before it begins anew with chats of the present.
const maxLag = 10 * time.Second

func newDemo(url string, now func() time.Time) *demo {
	return &demo{
		url: url, client: &http.Client{Transport: &http.Transport{}, Timeout: 10 * time.Second},
		rng: rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())), now: now, sleep: sleep,
	}
}

// run sends until ctx ends.
func (d *demo) run(ctx context.Context) {
	defer d.client.CloseIdleConnections()
	for ctx.Err() == nil {
		due := d.now()
		for step := range simulate.Demo(d.rng, due) {
			due = due.Add(step.After)
			lag := d.now().Sub(due)
			if lag > maxLag || d.sleep(ctx, -lag) != nil {
				break
			}
			// What is refused is counted by the receiver, and shown.
			_ = d.post(ctx, step)
		}
	}
}

func (d *demo) post(ctx context.Context, step simulate.Step) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.url+step.Path, bytes.NewReader(step.Body))
	if err != nil {
		return fmt.Errorf("simulate %s: %w", step.Platform, err)
	}
	for _, f := range step.Header {
		req.Header.Add(f.Name, f.Value)
	}
	resp, err := d.client.Do(req)
	if err != nil {
		return fmt.Errorf("simulate %s: %w", step.Platform, err)
	}
	_, _ = io.Copy(io.Discard, resp.Body) // so that the connection is used again
	return resp.Body.Close()
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(max(0, d))
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}
