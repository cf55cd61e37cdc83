package tui

// conversationColumns are the widths of the cells of a row in the list of
// conversations; 0 leaves a column out. They depend on the width alone, so that
// nothing jumps when a row changes.
type conversationColumns struct {
	gap                                    int
	platform, id, name, state, agent, text int
	active, firstReply, longest, problems  int
}

// From which width on a column is there.
const (
	widthForActive     = 44
	widthForCount      = 56 // of problems, instead of a mark
	widthForAgent      = 100
	widthForFirstReply = 108
	widthForLongest    = 118
	roomyConversations = 60 // columns stand apart by two cells
	leastText          = 16
)

func columnsFor(width int) conversationColumns {
	c := conversationColumns{gap: 1, platform: 8, id: 5, state: 8, problems: 1}
	if width >= roomyConversations {
		c.gap, c.id = 2, between(width/10, 6, 14)
	}
	if width >= widthForActive {
		c.active = 6
	}
	if width >= widthForCount {
		c.problems = 4
	}
	if width >= widthForAgent {
		c.agent = between(width/10, 10, 18)
	}
	if width >= widthForFirstReply {
		c.firstReply = 9
	}
	if width >= widthForLongest {
		c.longest = 9
	}
	c.share(width - c.used())
	return c
}

// used counts the cells of the columns whose widths are set, with their gaps and the
// bar at the left; the name's gap is among them.
func (c *conversationColumns) used() int {
	used := 1 + c.gap
	for _, w := range []int{c.platform, c.id, c.state, c.agent, c.active, c.firstReply, c.longest, c.problems} {
		if w > 0 {
			used += w + c.gap
		}
	}
	return used - c.gap
}

// share gives the rest to the name and, where that is enough to read something, to
// the last message.
func (c *conversationColumns) share(rest int) {
	name := between(rest*35/100, 14, 24)
	if text := rest - name - c.gap; text >= leastText {
		c.name, c.text = name, text
		return
	}
	c.name = max(rest, 0)
}
