package fmt

import (
	"errors"
	original "fmt"
	"reflect"
	"testing"
)

type kind int

func (k kind) String() string { return "of a kind" }

type name string

func TestValuesAreWrittenAsWithFmt(t *testing.T) {
	for _, v := range []any{
		nil, "text", name("text"), 7, int64(-7), uint(7), true, kind(1), errors.New("no"), reflect.TypeFor[*URL](),
	} {
		for _, format := range []string{"%v", "%T", "a %v b", "%v%%"} {
			if got, want := Sprintf(format, v), original.Sprintf(format, v); got != want {
				t.Errorf("Sprintf(%q, %T) = %q, fmt %q", format, v, got, want)
			}
		}
		if got, want := Sprint(v), original.Sprint(v); got != want {
			t.Errorf("Sprint(%T) = %q, fmt %q", v, got, want)
		}
	}
}

// URL is something that is written by the name of its type alone.
type URL struct{ Host string }

func TestSeveralValues(t *testing.T) {
	u := &URL{"chat.example"}
	if got, want := Sprintf("/%T/%p/%v", u, u, "x"), original.Sprintf("/%T/%p/%v", u, u, "x"); got != want {
		t.Errorf("Sprintf = %q, fmt %q", got, want)
	}
	if got := Sprint(u, URL{}); got != "*fmt.URLfmt.URL" {
		t.Errorf("Sprint = %q", got)
	}
}

func TestAFormatThatIsNotKnownPanics(t *testing.T) {
	for _, format := range []string{"%", "%v", "%q"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Sprintf(%q) passes", format)
				}
			}()
			values := []any{1}
			if format == "%v" {
				values = nil
			}
			Sprintf(format, values...)
		}()
	}
}
