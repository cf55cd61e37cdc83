package eventlist

// columns are the widths of the cells of a row; 0 leaves a column out. They depend
// on the width alone, so that nothing jumps when a new row comes.
type columns struct {
	time, platform, event, conversation, who, what, reply, took int
}

// From which width on a column is there. They leave in this order as the screen
// narrows: time taken, reply, platform (its colour stays on the glyph), who.
const (
	widthForTook     = 124
	widthForReply    = 112
	widthForPlatform = 88
	widthForWho      = 60
)

// The bar at the left edge, and the glyph with its space before the event's name.
const (
	barWidth   = 1
	glyphWidth = 2
	gap        = 2
)

func layout(width, timeWidth int) columns {
	c := columns{time: timeWidth, event: between(width*21/100, 12, 26), conversation: between(width*11/100, 8, 16)}
	if width >= widthForTook {
		c.took = 7
	}
	if width >= widthForReply {
		c.reply = 3
	}
	if width >= widthForPlatform {
		c.platform = 8
	}
	if width >= widthForWho {
		c.who = between(width*12/100, 9, 16)
	}
	used := barWidth + c.time + gap + glyphWidth + c.event + gap + c.conversation + gap
	for _, optional := range []int{c.platform, c.who, c.reply, c.took} {
		if optional > 0 {
			used += optional + gap
		}
	}
	c.what = max(width-used, 0)
	return c
}

func between(v, low, high int) int { return min(max(v, low), high) }
