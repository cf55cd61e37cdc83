package cli

import (
	"errors"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"offhook/model"
	"offhook/model/filter"
)

// parseFilter reads an expression; its error points at what is wrong.
func (p *Program) parseFilter(src string) (*filter.Expr, error) {
	expr, err := filter.Parse(src, p.Now)
	bad, ok := errors.AsType[*filter.SyntaxError](err)
	switch {
	case err == nil:
		return expr, nil
	case !ok:
		return nil, usageError("the filter is wrong: %w", err)
	}
	return nil, usageError("the filter is wrong: %w\n  %s\n  %s^", err, model.Visible(src), caretIndent(src, bad.Column))
}

// caretIndent is as wide as what stands before a column, counted from 1.
func caretIndent(src string, column int) string {
	before := []rune(src)
	before = before[:min(max(column-1, 0), len(before))]
	return strings.Repeat(" ", ansi.StringWidth(model.Visible(string(before))))
}
