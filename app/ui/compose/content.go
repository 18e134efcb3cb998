package compose

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// content is what a file of the browser contains.
type content struct{ platform.File }

var errNoInfo = errors.New("compose: the answer to a part of a file is not one of the server")

// Put sends a part of the file.
func (c content) Put(ctx context.Context, file string, from, to int64, moved func()) (*wire.FileInfo, error) {
	at := "/api/v1/files/" + file + "/content?offset=" + strconv.FormatInt(from, 10)
	answer, err := c.File.Put(ctx, at, from, to, moved)
	if err != nil {
		return nil, err
	}
	return infoIn(answer)
}

// infoIn reads the server's answer to a part. What a proxy says in its place counts as a lost answer.
func infoIn(answer platform.Answer) (*wire.FileInfo, error) {
	if answer.OK() {
		info := &wire.FileInfo{}
		if err := wire.Decode([]byte(answer.Body), info); err != nil || info.File.ID == "" {
			return nil, errNoInfo
		}
		return info, nil
	}
	var refused struct {
		Error wire.Error `json:"error"`
	}
	if err := wire.Unmarshal([]byte(answer.Body), &refused); err != nil || refused.Error.Code == "" {
		return nil, errNoInfo
	}
	return nil, &refused.Error
}

// pick makes what is uploaded of a file of the browser, with a picture to show of it.
func pick(f platform.File) picked {
	lasts, wave := f.Note()
	p := picked{Picked: engine.Picked{Name: fileName(f.Name()), Type: f.Type(), Size: f.Size(), Content: content{f},
		Duration: lasts, Wave: wave}, file: f}
	if len(p.Type) > limits.FileTypeBytes {
		p.Type = ""
	}
	if hasPreview(p.Type) {
		p.preview = f.URL()
	}
	return p
}

// hasPreview reports whether a tile shows what is in a file.
func hasPreview(kind string) bool { return isPicture(kind) || strings.HasPrefix(kind, "video/") }

// isPicture reports whether every browser shows a content type as a picture.
func isPicture(kind string) bool {
	switch kind {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		return true
	}
	return false
}

// ending is that of a name, with its dot; "" if it has none, or something that is none.
func ending(name string) string {
	if dot := strings.LastIndexByte(name, '.'); dot >= 0 && len(name)-dot <= 6 {
		return name[dot:]
	}
	return ""
}

// fileName shortens a name that is too long. It keeps its ending, which says what the file is.
func fileName(name string) string {
	runes := []rune(name)
	if len(runes) <= limits.FileNameRunes {
		return name
	}
	last := []rune(ending(name))
	return string(runes[:limits.FileNameRunes-len(last)]) + string(last)
}

// kindOf is what people call a kind of file: the ending of its name.
func kindOf(name string) string { return strings.ToUpper(strings.TrimPrefix(ending(name), ".")) }
