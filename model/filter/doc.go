// Package filter is the language in which lists, headless output, replay, export
// and expectations choose events:
//
//	platform:jivo event:chat_* -kind:contact (reply:>=500 or took:>200ms) "where is"
//
//	expression = and { ( "or" | "|" | "||" ) and }
//	and        = unary { [ "and" | "&" | "&&" ] unary }
//	unary      = { "-" | "!" | "not" } term
//	term       = "(" expression ")" | word | phrase | field | path
//	field      = name ( ":" [ "=" | "!=" ] | operator ) value { "," value }
//	path       = "." step { "." step | "[" [ number | quoted ] "]" } [ operator value ]
//
// Rows are in memory, bodies and whole message texts on disk, so an expression is
// evaluated in two stages: [Expr.Line] decides what a row can decide, without
// allocating, and says [Undecided] for the rest; [Expr.Record] decides everything.
// Where Line says Yes or No, Record says the same.
//
// Some fields, as conv.status: and waiting:, ask for the conversation that an event
// belongs to. It is looked up through [Content.WithConversations] and [Expr.LineIn];
// [Expr.Conversations] chooses whole conversations.
//
// An [Expr] is immutable and may be used from any number of goroutines. The package
// reads no files and no clock but the one that is handed to [Parse].
package filter
