package filter

// Field is one of the names that may stand before a colon.
type Field struct {
	Name    string
	Aliases []string
	Means   string   // a sentence for help and documentation
	Example string   // a whole term
	Values  []string // all possible values, where they can be listed; must not be changed
	Content bool     // whether it looks beyond the row
}

// Fields lists the fields for completion, help and documentation.
func Fields() []Field { return nil }
