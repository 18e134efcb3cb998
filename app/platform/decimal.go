package platform

import (
	"math"
	"strconv"
)

// Decimal writes v with up to three decimals, as style sheets have numbers. What strconv has for
// that is exact for all numbers there are, and adds some kB to the program.
func Decimal(v float64) string {
	thousandths := int64(math.Round(math.Abs(v) * 1000))
	s := strconv.FormatInt(thousandths/1000, 10)
	if rest := thousandths % 1000; rest != 0 {
		s += "." + strconv.FormatInt(1000+rest, 10)[1:]
	}
	if v < 0 && thousandths != 0 {
		return "-" + s
	}
	return s
}
