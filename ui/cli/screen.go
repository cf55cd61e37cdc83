package cli

import (
	"context"
	"fmt"
	"strings"

	"offhook/model/capture"
	"offhook/model/platform"
	"offhook/ui/tui"
)

// draw opens the terminal app over a service. It ends with the app or with ctx.
func (p *Program) draw(ctx context.Context, o *listenOptions, s *service) error {
	options := p.screenOptions(s.file)
	options.URL, options.Endpoints, options.Filter = s.receiver.URL(), endpoints(s.receiver.URL()), o.filter
	options.Demo = s.demo
	options.Status = func() tui.Status {
		status := p.statusOf(s.file)
		status.Refused = s.receiver.Counts().Refused()
		if err := s.deaf(); err != nil {
			status.Err = err.Error()
		}
		if o.capture == "-" {
			status.Capture = ""
		}
		return status
	}
	if o.demo {
		if err := s.demo(); err != nil {
			return err
		}
		options.Demo = nil
	}
	return p.runScreen(ctx, options)
}

// drawCapture opens the terminal app over a capture that is only read.
func (p *Program) drawCapture(ctx context.Context, o *openOptions, file *capture.File) error {
	options := p.screenOptions(file)
	options.Title, options.Filter = o.dir, o.filter
	options.Status = func() tui.Status { return p.statusOf(file) }
	return p.runScreen(ctx, options)
}

func (p *Program) runScreen(ctx context.Context, options tui.Options) error {
	err := p.Screen(ctx, options)
	if stoppedBy(ctx, err) {
		return nil
	}
	return err
}

func (p *Program) screenOptions(file *capture.File) tui.Options {
	return tui.Options{
		Source: indexed{file}, NoColor: p.Getenv("NO_COLOR") != "", ASCII: !p.speaksUTF8(), Zone: p.Zone, Now: p.Now,
		Body: platform.Body, Encode: encodeRecord, Export: exportTo("."),
	}
}

// speaksUTF8 asks the locale, as other programs do; without one the answer is yes.
func (p *Program) speaksUTF8() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := strings.ToLower(p.Getenv(name)); locale != "" {
			return strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
		}
	}
	return true
}

// statusOf is looked at about once a second: the moment to see how much is held.
func (p *Program) statusOf(file *capture.File) tui.Status {
	c := file.Status()
	p.fitMemory(c.Events)
	s := tui.Status{Capture: c.Dir, Keep: c.Keep, KeepBytes: c.KeepBytes, Bytes: c.Bytes, Indexing: 1}
	if c.Indexing.Done < c.Indexing.Total {
		s.Indexing = float64(c.Indexing.Done) / float64(c.Indexing.Total)
	}
	if c.Err != nil {
		s.Err = c.Err.Error()
	}
	for _, d := range c.Damage {
		s.Damage = append(s.Damage, damage(d))
	}
	return s
}

func damage(d capture.Damage) string {
	return fmt.Sprintf("%s, %d bytes at %d: %s", d.Segment, d.Bytes, d.Offset, d.Reason)
}

// endpoints are where the platforms are pointed to, each with a line to try.
func endpoints(url string) []tui.Endpoint {
	examples := []struct{ platform, path, body string }{
		{"Blinger", "/blinger", `{"webhook":"on_user_new","user":{"id":1,"name":"Ada"}}`},
		{"Acquire", "/acquire", `{"event":"Case new","data":{"case":{"id":1}}}`},
		{"Ebbot", "/ebbot", `{"topic":"chat.user.message","data":{"chatId":"c-1","sender":"user","type":"text","value":"Hello"}}`},
		{"Jivo", "/jivo", `{"event_name":"offline_message","chat_id":1,"visitor":{"name":"Ada"},"message":"Hello"}`},
	}
	var list []tui.Endpoint
	for _, e := range examples {
		list = append(list, tui.Endpoint{Platform: e.platform, URL: url + e.path, Example: "curl -d '" + e.body + "' " + url + e.path})
	}
	return list
}

var _ tui.Source = indexed{}

var _ source = (*capture.File)(nil)
