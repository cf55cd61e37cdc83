package tui_test

import (
	"strings"
	"testing"
)

func TestEventsLeadToTheirEntries(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 130, 30)
		a.source.post("/jivo", accepted)          // 1
		a.source.post("/jivo", finished)          // 2: the transcript
		a.source.post("/jivo", finished)          // 3: again
		a.source.post("/hook", `{"a":1}`)         // 4: no conversation
		a.source.post("/ebbot", saysTo("c-9", 1)) // 5
		a.source.post("/ebbot", saysTo("c-9", 2)) // 6
		a.source.post("/ebbot", saysTo("c-9", 1)) // 7: again
		a.follow()
		for _, step := range []struct{ up, want string }{
			{"kkkkkk", "took the chat"}, {"kkkkk", "closed · 2 messages"}, {"kkkk", "closed · 2 messages"}, {"kk", "line 1"}, {"k", "line 2"}, {"", "line 1"},
		} {
			a.press("1", "G")
			a.press(strings.Split(step.up, "")...)
			a.press("t")
			if got := cursorText(a); !strings.Contains(got, step.want) {
				t.Errorf("%d up from the end: the cursor is on %q, want %q", len(step.up), got, step.want)
			}
		}
		a.press("1", "G", "k", "k", "k", "t")
		a.wantOnScreen("This event belongs to no conversation.")
	})
}

const deal = `{"event_name":"crm_deal_created","widget_id":"3948","client":{"id":21,"name":"Mira Holm"},"client_id":21,"deal":{"id":5,"title":"Boat"}}`

func TestLinksAreFollowedAndLeadBack(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 100, 30)
		a.source.post("/jivo", deal)
		a.source.post("/jivo", accepted)
		a.source.post("/jivo", finished)
		a.follow()
		a.press("2", "enter", "G", "j")
		a.wantOnScreen("│▌ → jivo:client:21", "the same customer")
		a.press("enter")
		a.wantOnScreen("│ jivo client:21")
		a.wantNotOnScreen("Where is my parcel?")
		a.press("esc")
		a.wantOnScreen("Where is my parcel?", "│▌ → jivo:client:21")
		a.press("esc")
		a.press("j")
		a.wantOnScreen("CONVERSATIONS")
	})
}

// TestLinkToAClientWithoutEvents follows a link to a client of whom the capture holds no
// event: there is nothing to go to, and the reader stays where he is.
func TestLinkToAClientWithoutEvents(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 130, 30)
		a.source.post("/jivo", accepted)
		a.follow()
		a.press("2", "enter", "G", "j", "enter")
		a.wantOnScreen("The capture holds no event of jivo:client:21 itself.", "took the chat", "│▌ → jivo:client:21")
		a.source.post("/jivo", deal) // now there is
		a.follow()
		a.press("enter")
		a.wantOnScreen("│ jivo client:21")
		a.press("esc")
		a.wantOnScreen("took the chat", "│▌ → jivo:client:21")
	})
}
