package theme

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// palette is the colours that a theme is made of. They are saturated enough to
// stay apart when a terminal has only 16.
type palette struct {
	background color.Color // assumed, never painted
	text       color.Color
	strong     color.Color
	muted      color.Color
	chrome     color.Color
	faint      color.Color
	line       color.Color
	accent     color.Color
	selected   color.Color // background of the row under the cursor
	match      color.Color // background of a search hit
	onMatch    color.Color
	red        color.Color
	yellow     color.Color
	green      color.Color
	note       color.Color

	agent, bot                   color.Color
	blinger, acquire             color.Color
	ebbot, jivo                  color.Color
	others                       [4]color.Color
	key, str, number, word, mark color.Color // JSON
}

func hex(s string) color.Color { return lipgloss.Color(s) }

func darkPalette() palette {
	return palette{
		background: hex("#0d1117"), text: hex("#d0d7de"), strong: hex("#ffffff"), muted: hex("#9aa4af"), chrome: hex("#848d97"), faint: hex("#6e7681"),
		line: hex("#5a626c"), accent: hex("#58a6ff"), selected: hex("#1f2a3d"), match: hex("#e3b341"), onMatch: hex("#0d1117"),
		red: hex("#ff6b62"), yellow: hex("#e3b341"), green: hex("#4fc463"), note: hex("#cbb683"),
		agent: hex("#79b8ff"), bot: hex("#b992ff"),
		blinger: hex("#5aa2ff"), acquire: hex("#ff9ad5"), ebbot: hex("#b07cff"), jivo: hex("#3fc9d6"),
		others: [4]color.Color{hex("#8fb8c9"), hex("#c99ab8"), hex("#9aa5e0"), hex("#7fc4bd")},
		key:    hex("#7cb7ff"), str: hex("#d7dfe8"), number: hex("#c9a2ff"), word: hex("#56d0dd"), mark: hex("#848d97"),
	}
}

func lightPalette() palette {
	return palette{
		background: hex("#ffffff"), text: hex("#24292f"), strong: hex("#000000"), muted: hex("#57606a"), chrome: hex("#5f6872"), faint: hex("#6f7882"),
		line: hex("#9aa3ac"), accent: hex("#0550ae"), selected: hex("#dce8f8"), match: hex("#ffd65c"), onMatch: hex("#000000"),
		red: hex("#c4161c"), yellow: hex("#8a6100"), green: hex("#147a2e"), note: hex("#6b5a22"),
		agent: hex("#0a4fa8"), bot: hex("#7530c7"),
		blinger: hex("#1259c3"), acquire: hex("#b3197d"), ebbot: hex("#7530c7"), jivo: hex("#0b7285"),
		others: [4]color.Color{hex("#35647a"), hex("#7d3f68"), hex("#444fa0"), hex("#1d6b63")},
		key:    hex("#0550ae"), str: hex("#2b3138"), number: hex("#7530c7"), word: hex("#0b7285"), mark: hex("#6a737d"),
	}
}
