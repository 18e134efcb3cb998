package rowhtml

import "strings"

// Element is an element that rows may contain. There are no others.
type Element uint8

// The elements.
const (
	A Element = iota
	Article
	B
	Blockquote
	Br
	Button
	Code
	Div
	H2
	I
	Li
	Ol
	P
	Pre
	S
	Span
	Strong
	SVG
	Time
	Ul
	Use
)

var elementNames = [...]string{
	A: "a", Article: "article", B: "b", Blockquote: "blockquote", Br: "br", Button: "button", Code: "code",
	Div: "div", H2: "h2", I: "i", Li: "li", Ol: "ol", P: "p", Pre: "pre", S: "s", Span: "span",
	Strong: "strong", SVG: "svg", Time: "time", Ul: "ul", Use: "use",
}

// Attr is an attribute that rows may contain. Addresses are set with [Builder.Href] and
// [Builder.Outside], which is why href is not among them; style and the on… attributes do not exist.
type Attr uint8

// The attributes.
const (
	AriaExpanded Attr = iota
	AriaHidden
	AriaLabel
	AriaPressed
	Class
	DataAction
	DataCid
	DataDay
	DataEmoji
	DataHue
	DataRef
	DataSeq
	DataUser
	DateTime
	Dir
	ID
	Lang
	Rel
	Role
	Start
	TabIndex
	Target
	Title
	Translate
	Type
	Value
)

var attrNames = [...]string{
	AriaExpanded: "aria-expanded", AriaHidden: "aria-hidden", AriaLabel: "aria-label", AriaPressed: "aria-pressed", Class: "class",
	DataAction: "data-action", DataCid: "data-cid", DataDay: "data-day", DataEmoji: "data-emoji",
	DataHue: "data-hue", DataRef: "data-ref", DataSeq: "data-seq", DataUser: "data-user", DateTime: "datetime",
	Dir: "dir", ID: "id", Lang: "lang", Rel: "rel", Role: "role", Start: "start", TabIndex: "tabindex", Target: "target",
	Title: "title", Translate: "translate", Type: "type", Value: "value",
}

// Icon is a symbol of the page's icon sheet.
type Icon uint8

// The icons that rows use.
const (
	IconAlert Icon = iota
	IconAt
	IconChevronDown
	IconClock
	IconCopy
	IconEdit
	IconEmojiAdd
	IconHash
	IconJoin
	IconLeave
	IconLink
	IconLock
	IconPin
	IconReply
	IconShield
	IconTrash
	IconUser
)

// Sprite is the page's icon sheet, web/icons/sprite.svg: a file of its own, so that each icon costs the page one
// node. Its address names its content, so that a browser keeps it: one that has to ask whether it is still good does
// so for each icon that comes to the page, and parses the sheet again. web/set_test.go says when the address is wrong.
const Sprite = "/static/36a75cd9c69af8e4/icons/sprite.svg"

var iconRefs = [...]string{
	IconAlert: "#i-alert", IconAt: "#i-at", IconChevronDown: "#i-chevron-down", IconClock: "#i-clock",
	IconCopy: "#i-copy", IconEdit: "#i-edit",
	IconEmojiAdd: "#i-emoji-add", IconHash: "#i-hash", IconJoin: "#i-user-add", IconLeave: "#i-logout",
	IconLink: "#i-link", IconLock: "#i-lock", IconPin: "#i-pin", IconReply: "#i-reply",
	IconShield: "#i-shield-check", IconTrash: "#i-trash", IconUser: "#i-user",
}

// Name is the icon's name in the sheet.
func (i Icon) Name() string { return strings.TrimPrefix(iconRefs[i], "#i-") }
