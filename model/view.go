package model

import "slices"

// View is what a list shows of [Rows]: all of them, or those that matched a filter.
// It holds ids, not positions, so that retention can take old rows without moving
// anything. The zero value shows all rows. Not safe for several goroutines.
type View struct {
	filtered bool
	ids      []RowID // in order; only when filtered
}

// Filtered reports whether the view shows only what matched.
func (v *View) Filtered() bool { return v.filtered }

// ShowAll ends filtering.
func (v *View) ShowAll() { *v = View{} }

// ShowOnly begins a filtered view with what matched so far, in order.
func (v *View) ShowOnly(ids []RowID) { *v = View{filtered: true, ids: ids} }

// Extend adds what matched of newer rows; a view of all rows needs no telling.
func (v *View) Extend(ids []RowID) {
	if v.filtered {
		v.ids = append(v.ids, ids...)
	}
}

// Trim forgets what retention has taken.
func (v *View) Trim(rows *Rows) {
	if !v.filtered {
		return
	}
	if rows.Len() == 0 {
		v.ids = nil
		return
	}
	first := rows.At(0)
	n, _ := slices.BinarySearch(v.ids, first.ID())
	v.ids = v.ids[n:]
}

// Len counts what is shown.
func (v *View) Len(rows *Rows) int {
	if v.filtered {
		return len(v.ids)
	}
	return rows.Len()
}

// At returns the i-th shown row, oldest first.
func (v *View) At(rows *Rows, i int) Line {
	if v.filtered {
		i = rows.Find(v.ids[i])
	}
	return rows.At(i)
}

// Find returns the place of a row in the view; when it is not shown, the place of
// the next one that is, which is Len when none follows.
func (v *View) Find(rows *Rows, id RowID) int {
	if v.filtered {
		n, _ := slices.BinarySearch(v.ids, id)
		return n
	}
	return rows.Find(id)
}

// Prepend adds what matched of older rows, in order, while a scan is under way.
func (v *View) Prepend(ids []RowID) {
	if v.filtered && len(ids) > 0 {
		v.ids = append(slices.Clip(ids), v.ids...)
	}
}

// Clone returns a copy for another goroutine; the ids are shared, which is safe as
// long as they are only appended to.
func (v *View) Clone() View { return View{filtered: v.filtered, ids: slices.Clip(v.ids)} }
