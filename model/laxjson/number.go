package laxjson

import "strings"

// numberEnd returns where the JSON number at start ends; ok is false when
// there is none.
func numberEnd(src []byte, start int) (end int, ok bool) {
	i := start
	if i < len(src) && src[i] == '-' {
		i++
	}
	digits := digitsEnd(src, i)
	if digits == i || src[i] == '0' && digits > i+1 {
		return start, false
	}
	i = digits
	if i < len(src) && src[i] == '.' {
		if digits = digitsEnd(src, i+1); digits == i+1 {
			return start, false
		}
		i = digits
	}
	if i < len(src) && src[i]|0x20 == 'e' {
		i++
		if i < len(src) && (src[i] == '+' || src[i] == '-') {
			i++
		}
		if digits = digitsEnd(src, i); digits == i {
			return start, false
		}
		i = digits
	}
	return i, true
}

func digitsEnd(src []byte, i int) int {
	for i < len(src) && src[i]-'0' <= 9 {
		i++
	}
	return i
}

// isLooseNumber reports whether the text is a number as people and JavaScript
// write it and JSON does not: +1, .5, 5., 01, 0x1F.
func isLooseNumber(text string) bool {
	text = trimSign(text)
	if isHex(text) {
		return len(text) > 2 && strings.Trim(text[2:], "0123456789abcdefABCDEF") == ""
	}
	mantissa, exponent, hasExponent := strings.Cut(strings.ToLower(text), "e")
	if hasExponent && !isDigits(trimSign(exponent)) {
		return false
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	return isDigits(whole + fraction)
}

func trimSign(text string) string {
	if text != "" && (text[0] == '+' || text[0] == '-') {
		return text[1:]
	}
	return text
}

func isDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

func isHex(text string) bool {
	text = trimSign(text)
	return len(text) > 1 && text[0] == '0' && text[1]|0x20 == 'x'
}

// looksNumeric keeps out the words that strconv takes for numbers.
func looksNumeric(text string) bool {
	return text != "" && strings.Trim(text, "0123456789+-.eE") == ""
}

// integerText writes a number without fraction and exponent when it is an
// integer of a sensible length, so that 3599, 3599.0 and 3.599e3 are equal.
func integerText(raw string) (string, bool) {
	const longest = 40
	sign, rest := "", raw
	if rest != "" && (rest[0] == '-' || rest[0] == '+') {
		sign, rest = strings.TrimPrefix(rest[:1], "+"), rest[1:]
	}
	if isDigits(rest) {
		return sign + rest, true
	}
	mantissa, exponent, _ := strings.Cut(strings.ToLower(rest), "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	fraction = strings.TrimRight(fraction, "0")
	shift, ok := smallInt(exponent)
	if !ok || !isDigits(whole+fraction) || len(whole)+len(fraction) > longest {
		return "", false
	}
	digits := whole + fraction
	switch zeros := shift - len(fraction); {
	case zeros >= 0:
		digits += strings.Repeat("0", zeros)
	case -zeros <= len(digits) && strings.Trim(digits[len(digits)+zeros:], "0") == "":
		digits = digits[:len(digits)+zeros]
	default:
		return "", false
	}
	digits = strings.TrimLeft(digits, "0")
	if digits == "" {
		return "0", true
	}
	return sign + digits, len(digits) <= longest
}

// smallInt reads an exponent of at most two digits; an empty one is 0.
func smallInt(text string) (int, bool) {
	sign := 1
	if text != "" && (text[0] == '-' || text[0] == '+') {
		if text[0] == '-' {
			sign = -1
		}
		text = text[1:]
	}
	if len(text) > 2 {
		return 0, false
	}
	n := 0
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return sign * n, true
}
