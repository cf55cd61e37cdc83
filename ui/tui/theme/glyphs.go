package theme

import "offhook/model"

// Glyphs are the signs of the screens. Each takes one cell, except the dots of the
// ASCII set's Sparks.
type Glyphs struct {
	In, Out, Status, Transcript, Call, Contact, Note string // kinds
	Comment, Presence, Activity, CRM, Handshake      string
	Unknown, Problem, Duplicate                      string

	Bar                  string // leads the selected row
	Left, Right          string // bars of what the customer and what the agent wrote
	Folded, Unfolded     string
	Ellipsis             string
	Vertical, Horizontal string // thin lines
	Dashed, Lost         string // the line of a gap, and the bar of what it lacks
	File                 string
	Star, NoStar         string // of a rating
	Chosen               string // the button that somebody pressed
	Up, Down             string // tunnel up and down
	Following, Paused    string
	Pair                 string // between two people: ↔
	Arrow                string
	Dot                  string // between short facts: ·
	None                 string // a value that is not there
	Sparks               []string
}

// NewGlyphs returns the Unicode set, or the one of plain ASCII.
func NewGlyphs(ascii bool) Glyphs {
	if ascii {
		return Glyphs{
			In: ">", Out: "<", Status: "*", Transcript: "=", Call: "c", Contact: "@", Note: "#",
			Comment: "\"", Presence: "o", Activity: "*", CRM: "$", Handshake: "%",
			Unknown: "?", Problem: "!", Duplicate: "2",
			Bar: ">", Left: "|", Right: "|", Folded: "+", Unfolded: "-", Ellipsis: "~", Vertical: "|", Horizontal: "-", Dashed: "-", Lost: "!",
			File: "f", Star: "*", NoStar: ".", Chosen: "x",
			Up: "^", Down: "v", Following: "*", Paused: "=", Pair: "-", Arrow: ">", Dot: "-", None: "-",
			Sparks: []string{"_", ".", ":", "-", "=", "+", "*", "#"},
		}
	}
	return Glyphs{
		In: "▸", Out: "◂", Status: "◆", Transcript: "≡", Call: "☎", Contact: "●", Note: "✎",
		Comment: "❝", Presence: "○", Activity: "◇", CRM: "●", Handshake: "◌",
		Unknown: "?", Problem: "!", Duplicate: "↻",
		Bar: "▌", Left: "▏", Right: "▕", Folded: "▸", Unfolded: "▾", Ellipsis: "…", Vertical: "│", Horizontal: "─", Dashed: "╌", Lost: "╎",
		File: "▤", Star: "★", NoStar: "☆", Chosen: "✓",
		Up: "▲", Down: "▼", Following: "●", Paused: "‖", Pair: "↔", Arrow: "→", Dot: "·", None: "–",
		Sparks: []string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
	}
}

// Glyph is the sign of an event or entry of a kind. A message points in when a
// customer wrote it and out otherwise.
func (g *Glyphs) Glyph(kind model.Kind, role model.Role) string {
	switch kind {
	case model.KindMessage:
		switch role {
		case model.RoleAgent, model.RoleBot:
			return g.Out
		case model.RoleSystem:
			return g.Status // the platform says what happened: nobody wrote
		}
		return g.In
	case model.KindNote:
		return g.Note
	case model.KindComment:
		return g.Comment
	case model.KindStatus:
		return g.Status
	case model.KindTranscript:
		return g.Transcript
	case model.KindContact:
		return g.Contact
	case model.KindPresence:
		return g.Presence
	case model.KindCall:
		return g.Call
	case model.KindActivity:
		return g.Activity
	case model.KindCRM:
		return g.CRM
	case model.KindHandshake:
		return g.Handshake
	}
	return g.Unknown
}

// Glyph is [Glyphs.Glyph] of the theme's own set.
func (t *Theme) Glyph(kind model.Kind, role model.Role) string { return t.Glyphs.Glyph(kind, role) }
