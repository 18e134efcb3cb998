package wire

import "github.com/confab/confab/shared/limits"

// AccountExport asks for everything of the caller's: their profile, the messages that
// they wrote in the rooms that they are in, as far as they may read there, and the
// files that they uploaded and may see.
type AccountExport struct{ Head }

// ExportAccount is a ZIP archive with README.txt, profile.json, messages.jsonl (one
// message in each line) and the files.
var ExportAccount = Download[*AccountExport]{
	Type: "account.export", Method: "GET", Path: "/account/export",
	Doc: "Get your profile, your messages and your files in one archive.", Types: []string{"application/zip"}, Limit: limits.ExportMax,
}
