package platform

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"offhook/model"
	"offhook/model/laxjson"
)

// maxParts is how many events of one request are told apart: a row has one byte
// for the part.
const maxParts = 255

// Registry knows all platforms.
type Registry struct {
	platforms []Platform
	unknown   Platform
}

// Default knows the platforms that offhook reads.
func Default() *Registry {
	return &Registry{platforms: []Platform{newBlinger(), newAcquire(), newEbbot(), newJivo()}, unknown: unknown{}}
}

// Platforms returns the platforms in the order of detection.
func (g *Registry) Platforms() []Platform { return slices.Clone(g.platforms) }

// Parse makes the events of a request, at least one. It never panics, and what it
// returns shares no memory with the request's body.
func (g *Registry) Parse(r *model.Request) (events []model.Event) {
	hint, source := g.route(r.Path())
	read := reading{registry: g, request: r, hint: hint}
	defer func() {
		if cause := recover(); cause != nil {
			events = read.failed(cause)
		}
		for i := range events {
			e := &events[i]
			e.Seq, e.Received, e.Source = r.Seq, r.Received, source
			if len(events) > 1 {
				e.Part = i + 1
			}
		}
	}()
	return read.events()
}

// Answer is the default answer to a request that held these events.
func (g *Registry) Answer(events []model.Event) model.Reply {
	if len(events) > 0 {
		if p := g.named(events[0].Platform); p != nil {
			return p.Answer()
		}
	}
	return g.unknown.Answer()
}

// named finds a platform by its name, nil without one.
func (g *Registry) named(name string) Platform {
	for _, p := range g.platforms {
		if strings.EqualFold(p.Name(), name) {
			return p
		}
	}
	return nil
}

// route reads "/jivo/@shop/anything": the platform that the path names, nil for
// none, and the source.
func (g *Registry) route(path string) (Platform, string) {
	name, rest, _ := strings.Cut(strings.TrimLeft(path, "/"), "/")
	p := g.named(name)
	if p == nil || !strings.HasPrefix(rest, "@") {
		return p, ""
	}
	source, _, _ := strings.Cut(rest[1:], "/")
	return p, sourceName(source)
}

// maxSource bounds the name of a source, which is part of every key.
const maxSource = 64

// sourceName leaves in a source's name what cannot be mistaken for another part of
// a key.
func sourceName(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r == '-', r == '_', r == '.':
			return r
		}
		return '-'
	}, s[:min(len(s), maxSource)])
}

// recognise finds whose document it is. A certain platform comes before the one
// that the path names, and that one before a likely one; mismatch is set when the
// body contradicts the path.
func (g *Registry) recognise(doc laxjson.Value, hint Platform) (found Platform, mismatch bool) {
	if hint != nil && hint.Recognise(doc) == Certain {
		return hint, false
	}
	best := None
	for _, p := range g.platforms {
		if c := p.Recognise(doc); c > best {
			found, best = p, c
		}
	}
	if hint != nil && best != Certain {
		return hint, false
	}
	return found, hint != nil
}

// reading is one request on its way to events.
type reading struct {
	registry *Registry
	request  *model.Request
	hint     Platform
	problems []model.Problem // of the request and of its JSON
}

func (rd *reading) events() []model.Event {
	r := rd.request
	rd.transport()
	body, err := Body(r)
	if err != nil && (r.Cut == model.Whole || !errors.Is(err, ErrCorrupt)) { // what is cut cannot end well
		rd.add(model.Undecodable, sentence(err))
	}
	if len(bytes.TrimSpace(body)) == 0 {
		if r.Method == http.MethodPost && err == nil && r.Cut == model.Whole {
			rd.add(model.EmptyBody, "the body is empty")
		}
		return rd.unread()
	}
	doc := laxjson.Parse(body)
	rd.faults(doc)
	if !doc.Root().Exists() {
		return rd.unread()
	}
	doc, keys := unfoldedKeys(doc)
	if keys != "" {
		rd.add(model.LookalikeLetters, keys)
	}
	return rd.documents(doc.Root())
}

// documents reads an object, or each object of an array.
func (rd *reading) documents(root laxjson.Value) []model.Event {
	if root.Kind() != laxjson.Array {
		return rd.document(root)
	}
	var events []model.Event
	for item := range root.Items() {
		if item.Kind() == laxjson.Object && len(events) < maxParts {
			events = append(events, rd.document(item)...)
		}
	}
	if len(events) == 0 {
		return rd.document(root)
	}
	return events[:min(len(events), maxParts)]
}

// document reads one document, which stays unknown when nobody recognises it.
func (rd *reading) document(doc laxjson.Value) []model.Event {
	p, mismatch := rd.registry.recognise(doc, rd.hint)
	if p == nil {
		return rd.unknown(model.UnknownPlatform, "JSON, but of no platform that offhook knows")
	}
	events := p.Read(rd.request, doc)
	if len(events) == 0 {
		return rd.unknown(model.UnknownEvent, "JSON without the name of an event of "+p.Name())
	}
	for i := range events {
		e := &events[i]
		e.Platform, e.Detail = p.Name(), brief(e.Detail, maxDetail)
		problems := slices.Clone(rd.problems)
		if mismatch {
			problems = append(problems, model.Problem{Code: model.PathMismatch, Detail: fmt.Sprintf("the path names %s, the body is %s's", rd.hint.Name(), p.Name())})
		}
		e.Problems = append(problems, e.Problems...)
	}
	return events
}

// unread is the event of a request whose body is no document.
func (rd *reading) unread() []model.Event {
	events := rd.registry.unknown.Read(rd.request, laxjson.Value{})
	events[0].Platform = Unknown
	if rd.hint != nil {
		events[0].Platform = rd.hint.Name()
	}
	events[0].Problems = slices.Clone(rd.problems)
	return events
}

func (rd *reading) unknown(code model.Code, detail string) []model.Event {
	events := rd.unread()
	events[0].Problems = append(events[0].Problems, model.Problem{Code: code, Detail: detail})
	return events
}

// failed is the event of a request whose reading failed by a fault of our own: the
// request is kept and shown all the same.
func (rd *reading) failed(cause any) []model.Event {
	rd.add(model.UnknownEvent, fmt.Sprintf("offhook could not read this body (a fault of offhook): %v", cause))
	return rd.unread()
}

func (rd *reading) add(code model.Code, detail string) {
	rd.problems = append(rd.problems, model.Problem{Code: code, Detail: detail})
}
