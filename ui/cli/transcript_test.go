package cli

import (
	"bytes"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"offhook/model"
)

func timeline() *model.Timeline {
	at := func(s int) time.Time { return time.Date(2026, 11, 21, 23, 59, 40+s, 0, time.UTC) }
	message := func(s int, role model.Role, name, text string, events ...uint64) model.Entry {
		return model.Entry{At: at(s), OwnTime: true, Kind: model.KindMessage, Events: events, Message: model.Message{Role: role, Name: name, Text: text}}
	}
	gap := message(20, model.RoleCustomer, "Grace Ferreira", "TW-20981", 9)
	gap.Source, gap.Flags, gap.Detail = model.FromTranscript, []model.Code{model.Gap}, []string{"only the transcript has this message; it was never delivered"}
	twice := message(31, model.RoleAgent, "Tobias Okafor", "It waits at the depot.\nTomorrow *before* noon <b>sharp</b>", 5, 6)
	twice.Received, twice.Copies = at(35), 1
	twice.Source, twice.Message.ID, twice.Flags, twice.Detail = model.FromBoth, "m-7", []model.Code{model.Duplicate}, []string{"delivered twice"}
	only := message(45, model.RoleCustomer, "Grace Ferreira", "Thanks", 9)
	only.Source = model.FromTranscript
	return &model.Timeline{
		Key: "ebbot:c-1", Platform: "ebbot", Channel: "web", Status: model.StatusClosed, PlatformStatus: "closed", Opened: at(0), Closed: at(100), Times: model.Times{FirstReply: 8123 * time.Millisecond, Lasted: 100 * time.Second},
		Participants: []model.Person{{Role: model.RoleCustomer, Name: "Grace Ferreira"}, {Role: model.RoleAgent, ID: "12", Name: "Tobias Okafor"}, {Role: model.RoleBot}},
		Problems:     []model.Problem{{Code: model.Gap, Detail: "1 message was never delivered"}, {Code: model.NoConversation, Detail: "told beside the entries"}},
		Notes:        []string{"A late Active cannot be told from a reopening."},
		Links:        []string{"jivo:client:1"},
		Entries: []model.Entry{
			{At: at(0), Kind: model.KindStatus, Status: model.StatusOpen, Events: []uint64{1}, Message: model.Message{Text: "chat created"}},
			message(1, model.RoleCustomer, "Grace Ferreira", "Hi!\x1b[31m Where is my order?", 2),
			{At: at(2), Kind: model.KindMessage, Events: []uint64{3}, Message: model.Message{Role: model.RoleBot, Text: "What is it about?", Buttons: []string{"Delivery", "Return"}}},
			gap, twice, only,
			{At: at(60), Kind: model.KindNote, Events: []uint64{7}, Message: model.Message{Role: model.RoleAgent, Name: "Tobias Okafor", Text: "1. held since Monday"}},
			{Kind: model.KindCall, Events: []uint64{8}, Call: &model.Call{Type: "callback", Status: "end", Phone: "+12025550143"}},
			{At: at(100), Received: at(90_000), OwnTime: true, Kind: model.KindStatus, Status: model.StatusClosed, Events: []uint64{9}, Source: model.FromLive, Message: model.Message{Role: model.RoleSystem}},
		},
	}
}

func TestConversationText(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := newTranscript(&out, time.UTC).text(timeline()); err != nil {
		t.Fatal(err)
	}
	golden.RequireEqual(t, out.Bytes())
}

func TestConversationMarkdown(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := newTranscript(&out, time.UTC).markdown(timeline()); err != nil {
		t.Fatal(err)
	}
	golden.RequireEqual(t, out.Bytes())
}

func TestConversationJSON(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := writeConversationJSON(&out, timeline()); err != nil {
		t.Fatal(err)
	}
	golden.RequireEqual(t, out.Bytes())
}
