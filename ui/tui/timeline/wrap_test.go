package timeline_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"offhook/model"
)

// scripts are texts that are hard to wrap.
var scripts = map[string]string{
	"url":    "It is here: https://tracking.example/parcels/4398-17?carrier=northern%20post&lang=en&token=0a1b2c3d4e5f60718293a4b5c6d7e8f9#history and was there yesterday too.",
	"code":   "This is what I send:\n```json\n{\n    \"order\": {\n        \"id\": 439817, \"comment\": \"please ring twice, the bell is weak\"\n    }\n}\n```\nWhat is wrong with it?",
	"emoji":  "Family 👨\u200d👩\u200d👧\u200d👦 from 🇳🇴🇺🇦🇯🇵 waves 👋🏽👋🏿 and says ❤\ufe0f 🏳\ufe0f\u200d🌈 1\ufe0f\u20e3 🙇🏻\u200d♀\ufe0f thanks thanks thanks 👩🏾\u200d🚀👩🏾\u200d🚀👩🏾\u200d🚀👩🏾\u200d🚀👩🏾\u200d🚀👩🏾\u200d🚀👩🏾\u200d🚀👩🏾\u200d🚀",
	"cjk":    "先月買った双眼鏡のピントが合いません。修理をお願いできますか。保証書は手元にあります。주문한 물건이 아직 도착하지 않았습니다. 包裹在哪里?我已经等了三个星期了,请尽快回复。",
	"arabic": "مرحبا، لم تصل الطلبية بعد وقد مضى على موعدها ثلاثة أسابيع. رقم الطلبية \u200f4398-17\u200f والعنوان شارع الميناء ١٢. أرجو الرد في أقرب وقت ممكن، شكرا لكم.",
	"hebrew": "שלום, החבילה עדיין לא הגיעה וכבר עברו שלושה שבועות. מספר ההזמנה הוא \u200f4398-17\u200f והכתובת היא רחוב הנמל 12. אשמח לתשובה בהקדם, תודה רבה.",
	"mixed":  "Order 4398-17 \u202eevil\u202c: العنوان Harbour Street 12, שער B, 港通り12番 🙂 e\u0301te\u0301 naïve Ünïcödé " + strings.Repeat("verylongword", 8),
}

// TestWrap draws each of them on both sides and as a note.
func TestWrap(t *testing.T) {
	t.Parallel()
	for name, text := range scripts {
		for _, width := range []int{40, 80} {
			t.Run(fmt.Sprintf("%s/%d", name, width), func(t *testing.T) {
				t.Parallel()
				note := said(3, 9, model.RoleAgent, "Ilse Brandt", text)
				note.Kind = model.KindNote
				m := newView(t, model.Timeline{Key: "ebbot:1", Entries: []model.Entry{
					said(1, 0, model.RoleCustomer, "Nora Quist", text), said(2, 7, model.RoleAgent, "Ilse Brandt", text), note,
				}}, width, 34)
				m.SetFocused(false)
				view := ansi.Strip(m.View())
				requireEdges(t, view, width)
				golden.RequireEqual(t, strings.TrimRight(view, "\n")+"\n")
			})
		}
	}
}

// requireEdges fails when a row is too wide, or the bar of an agent's message is not
// at the right edge.
func requireEdges(t *testing.T, view string, width int) {
	t.Helper()
	for line := range strings.Lines(view) {
		line = strings.TrimRight(line, "\n")
		if w := ansi.StringWidthWc(line); w > width {
			t.Errorf("%q has %d cells of %d", line, w, width)
		}
		if before, _, found := strings.Cut(line, "▕"); found && ansi.StringWidthWc(before) != width-2 {
			t.Errorf("the bar of %q is in cell %d, want %d", line, ansi.StringWidthWc(before), width-2)
		}
		if strings.ContainsFunc(line, model.Unsafe) {
			t.Errorf("%q holds a control character", line)
		}
	}
}
