package platform

import "testing"

func TestDecimalsAreThoseOfStyleSheets(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 1: "1", -1: "-1", 0.5: "0.500", -0.25: "-0.250", 12.3456: "12.346", -0.0004: "0", 0.9996: "1", 1440.05: "1440.050",
		-312.0: "-312",
	} {
		if got := Decimal(v); got != want {
			t.Errorf("%v is written %s, want %s", v, got, want)
		}
	}
}
