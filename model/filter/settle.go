package filter

import "offhook/model"

// constant is a part of an expression that a case has decided. After settling it is
// only found at the root.
type constant bool

func (c constant) record(model.Line, *Content, int64) bool { return bool(c) }

func (c constant) cost() int { return costNumber }

// String writes what the language can say: nothing chooses all, and requests are
// numbered from 1.
func (c constant) String() string {
	if c {
		return ""
	}
	return "seq:<1"
}

// settle replaces the terms about the conversation by what they are in a case.
func settle(n node, state int) node {
	switch n := n.(type) {
	case *ownTerm:
		return constant(state>>n.place&1 != 0)
	case *all:
		kids, decided := settleKids(n.kids, state, false)
		if decided || len(kids) == 0 {
			return constant(!decided)
		}
		return newAll(kids)
	case *anyOf:
		kids, decided := settleKids(n.kids, state, true)
		if decided || len(kids) == 0 {
			return constant(decided)
		}
		return newAny(kids)
	case *not:
		kid := settle(n.kid, state)
		if c, ok := kid.(constant); ok {
			return !c
		}
		return newNot(kid)
	}
	return n
}

// settleKids leaves out the kids that change nothing; decided says that one of them
// is what decides the whole.
func settleKids(kids []node, state int, decisive constant) (rest []node, decided bool) {
	for _, kid := range kids {
		kid = settle(kid, state)
		if c, ok := kid.(constant); !ok {
			rest = append(rest, kid)
		} else if c == decisive {
			return nil, true
		}
	}
	return rest, false
}

// certain says what a conversation's summary reveals of its events: Yes that all of
// them match, No that none does.
func certain(n node, s *model.Summary) Verdict {
	switch n := n.(type) {
	case constant:
		return verdict(bool(n))
	case *all:
		result := Yes
		for _, kid := range n.kids {
			result = min(result, certain(kid, s))
		}
		return result
	case *anyOf:
		result := No
		for _, kid := range n.kids {
			result = max(result, certain(kid, s))
		}
		return result
	case *not:
		return Yes - certain(n.kid, s)
	case *columnTerm:
		if n.column == platformColumn {
			return verdict(anyFits(n.names, []byte(s.Platform)))
		}
	case *conversationTerm:
		return verdict(n.fits([]byte(s.Key), []byte(s.Platform)))
	case *sourceTerm:
		source, _ := splitKey([]byte(s.Key), []byte(s.Platform))
		return verdict(anyFits(n.names, source))
	}
	return Undecided
}
