package chat

import (
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// forms are the possible values of the tag "is" on a request's field, which say
// more about it than its type. Each function refuses a value that does not have
// the form, and may replace it by the value to store. "optional" means that the
// field can be left out: then the zero value, and a nil pointer, are not checked.
var forms = map[string]func(field string, v reflect.Value) error{
	"id":       isID,
	"seq":      isSeq,
	"position": isPosition,
	"body":     kept(checkBody),
	"caption":  kept(checkCaption),
	"draft":    kept(checkDraft),
	"filename": kept(checkFileName),
	"filesize": isFileSize,

	"filecaptions": isFileCaptions,

	"contenttype": kept(checkContentType),
	"duration":    isDuration,
	"wave":        isWave,
	"name":        kept(checkName),
	"handle":      kept(checkHandle),
	"pronouns":    kept(func(s string) (string, error) { return checkLine("pronouns", s, limits.LineRunes) }),
	"title":       kept(func(s string) (string, error) { return checkLine("title", s, limits.LineRunes) }),
	"zone":        kept(checkZone),
	"about":       kept(checkAbout),
	"picture":     isIDOrNone,
	"section":     isIDOrNone,
	"status":      isStatus,
	"quiet":       isQuiet,
	"deed":        isDeed,
	"filter":      kept(isFilter),
	"when":        kept(func(s string) (string, error) { return checkLine("when", s, limits.LineRunes) }),
	"topic":       kept(func(s string) (string, error) { return checkLine("topic", s, limits.TopicRunes) }),
	"email":       kept(checkEmail),
	"query":       kept(func(s string) (string, error) { return checkLine("query", s, limits.NameRunes) }),
	"after":       isAfter,
	"choice":      isChoice(limits.PollMost - 1),
	"choices":     isChoice(1<<limits.PollMost - 1),
	"emoji":       func(_ string, v reflect.Value) error { return checkEmoji(v.String()) },
	"emojiname":   isEmojiName,
	"emojinames":  isEmojiNames,
	"emojipage":   isLimit(limits.EmojiPage),
	"blob":        isBlob,
	"address":     isAddress,
	"page":        isLimit(limits.PageMax),
	"members":     isLimit(limits.MemberPage),
}

// form is the form that one field of a request must have.
type form struct {
	index    int
	field    string // its name in JSON
	optional bool
	check    func(field string, v reflect.Value) error
}

// formsOf reads the tags of a request. It panics if a tag is not in forms, which
// is a programming error.
func formsOf(t reflect.Type) (all []form) {
	for i := range t.NumField() {
		f := t.Field(i)
		is, ok := f.Tag.Lookup("is")
		if !ok {
			continue
		}
		if forms[is] == nil {
			panic("chat: " + t.Name() + "." + f.Name + " is said to be " + is + ", which is no form")
		}
		field, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		// These forms give 0 a meaning of their own.
		optional := options == "omitempty" && is != "page" && is != "members" && is != "emojipage"
		all = append(all, form{i, field, optional, forms[is]})
	}
	return all
}

// fit refuses a request with a field that does not have its form.
func fit(all []form, req wire.Headed) error {
	if len(all) == 0 {
		return nil
	}
	v := reflect.ValueOf(req).Elem()
	for i := range all {
		f := &all[i]
		value := v.Field(f.index)
		if f.optional && value.IsZero() {
			continue
		}
		if value.Kind() == reflect.Pointer {
			fresh := reflect.New(value.Type().Elem()) // the caller's own value must not change
			fresh.Elem().Set(value.Elem())
			value.Set(fresh)
			value = fresh.Elem()
		}
		if err := f.check(f.field, value); err != nil {
			return err
		}
	}
	return nil
}

// isID is the form of an id, or of a list of ids.
func isID(field string, v reflect.Value) error {
	if v.Kind() == reflect.Slice {
		for i := range v.Len() {
			if err := checkID(field, v.Index(i).String()); err != nil {
				return err
			}
		}
		return nil
	}
	return checkID(field, v.String())
}

// isDeed is the form of what is to be done later.
func isDeed(_ string, v reflect.Value) error {
	if d := wire.Deed(v.String()); d != wire.DeedSend && d != wire.DeedRemind {
		return invalid(text.DeedIs)
	}
	return nil
}

// isSeq is the form of a message's seq.
func isSeq(field string, v reflect.Value) error {
	if v.Int() < 1 {
		return invalid(text.FieldIsPositive(field))
	}
	return nil
}

// isPosition is the form of a position in a log; 0 is its beginning.
func isPosition(field string, v reflect.Value) error {
	if v.Int() < 0 {
		return invalid(text.FieldNotNegative(field))
	}
	return nil
}

// isAfter is the form of the key after which a page continues.
func isAfter(_ string, v reflect.Value) error {
	if s := v.String(); len(s) > 4*limits.NameRunes || !utf8.ValidString(s) {
		return invalid(text.AfterIsNext)
	}
	return nil
}

// isLimit is the form of the length of a page: at most most, and 0 for the usual
// length.
func isLimit(most int) func(field string, v reflect.Value) error {
	return func(field string, v reflect.Value) error {
		switch n := v.Int(); {
		case n < 0 || n > int64(most):
			return invalid(text.FieldWithin(field, 1, most))
		case n == 0:
			v.SetInt(int64(min(limits.PageDefault, most)))
		}
		return nil
	}
}

// kept is the form of a text; check returns the text as it will be stored.
func kept(check func(string) (string, error)) func(string, reflect.Value) error {
	return func(_ string, v reflect.Value) error {
		given := v.String()
		s, err := check(given)
		if err == nil && s != given {
			v.SetString(s)
		}
		return err
	}
}
