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
	Img
	Input
	Label
	Li
	Ol
	P
	Path
	Picture
	Pre
	Progress
	S
	Source
	Span
	Strong
	SVG
	Table
	Tbody
	Td
	Th
	Thead
	Time
	Tr
	Ul
	Use
	Video
)

var elementNames = [...]string{
	A: "a", Article: "article", B: "b", Blockquote: "blockquote", Br: "br", Button: "button", Code: "code",
	Div: "div", H2: "h2", I: "i", Img: "img", Input: "input", Label: "label", Li: "li", Ol: "ol",
	P: "p", Path: "path", Picture: "picture", Pre: "pre", Progress: "progress", S: "s",
	Source: "source", Span: "span",
	Strong: "strong", SVG: "svg", Table: "table", Tbody: "tbody", Td: "td", Th: "th", Thead: "thead", Time: "time", Tr: "tr",
	Ul: "ul", Use: "use", Video: "video",
}

// Attr is an attribute that rows may contain. Addresses are set with [Builder.Href], [Builder.Outside] and those
// of files, which is why href, src and srcset are not among them; style and the on… attributes do not exist.
type Attr uint8

// The attributes.
const (
	Alt Attr = iota
	AriaExpanded
	AriaHidden
	AriaLabel
	AriaLevel
	AriaPressed
	AriaValueText
	Checked
	Class
	D
	DataAction
	DataCid
	DataDay
	DataDuration
	DataEmoji
	DataBlur // what is shown until the picture is: web/blur.js
	DataFile
	DataHue
	DataRef
	DataSeq
	DataUser
	DateTime
	Decoding
	Dir
	Disabled
	Download
	Height
	ID
	Lang
	Loading
	Max
	Media
	Name
	PlaysInline
	Preload
	PreserveAspectRatio
	Rel
	Role
	Scope
	Sizes
	Start
	TabIndex
	Target
	Title
	Translate
	Type
	Value
	ViewBox
	Width
)

var attrNames = [...]string{
	Alt: "alt", AriaExpanded: "aria-expanded", AriaHidden: "aria-hidden", AriaLabel: "aria-label", AriaPressed: "aria-pressed",
	Class:      "class",
	DataAction: "data-action", DataCid: "data-cid", DataDay: "data-day", DataEmoji: "data-emoji",
	DataHue: "data-hue", DataRef: "data-ref", DataSeq: "data-seq", DataUser: "data-user", DateTime: "datetime",
	Dir: "dir", ID: "id", Lang: "lang", Rel: "rel", Role: "role", Start: "start", TabIndex: "tabindex", Target: "target",
	AriaLevel: "aria-level", Checked: "checked", Disabled: "disabled", Name: "name", Scope: "scope",
	AriaValueText: "aria-valuetext", D: "d", DataDuration: "data-duration", Max: "max",
	PreserveAspectRatio: "preserveAspectRatio", ViewBox: "viewBox",
	DataBlur: "data-blur", DataFile: "data-file", Decoding: "decoding", Download: "download", Height: "height", Loading: "loading",
	Media: "media", PlaysInline: "playsinline", Preload: "preload", Sizes: "sizes", Width: "width",
	Title: "title", Translate: "translate", Type: "type", Value: "value",
}

// Icon is a symbol of the page's icon sheet.
type Icon uint8

// The icons that rows use.
const (
	IconAlert Icon = iota
	IconArchive
	IconAt
	IconCheck
	IconAudio
	IconBookmark
	IconChevronDown
	IconClock
	IconClose
	IconCopy
	IconDownload
	IconEdit
	IconEmojiAdd
	IconEyeOff
	IconEye
	IconFile
	IconHash
	IconImage
	IconJoin
	IconLeave
	IconLink
	IconLock
	IconPause
	IconPin
	IconPlay
	IconQuote
	IconReply
	IconForward
	IconShield
	IconThread
	IconTrash
	IconUser
	IconVideo
)

// Sprite is the page's icon sheet, web/icons/sprite.svg: a file of its own, so that each icon costs the page one
// node. Its address names its content, so that a browser keeps it: one that has to ask whether it is still good does
// so for each icon that comes to the page, and parses the sheet again. web/set_test.go says when the address is wrong.
const Sprite = "/static/6c5649cc9fa0f0c0/icons/sprite.svg"

var iconRefs = [...]string{
	IconAlert: "#i-alert", IconAt: "#i-at", IconChevronDown: "#i-chevron-down", IconClock: "#i-clock", IconClose: "#i-close",
	IconCopy: "#i-copy", IconEdit: "#i-edit",
	IconCheck: "#i-check", IconEyeOff: "#i-eye-off",
	IconEmojiAdd: "#i-emoji-add", IconHash: "#i-hash", IconJoin: "#i-user-add", IconLeave: "#i-logout",
	IconLink: "#i-link", IconLock: "#i-lock", IconPin: "#i-pin", IconReply: "#i-reply", IconForward: "#i-forward-msg",
	IconShield: "#i-shield-check", IconTrash: "#i-trash", IconUser: "#i-user", IconVideo: "#i-video",
	IconArchive: "#i-archive", IconAudio: "#i-audio", IconBookmark: "#i-bookmark",
	IconQuote: "#i-quote", IconDownload: "#i-download", IconEye: "#i-eye", IconFile: "#i-file",
	IconImage: "#i-image",
	IconPause: "#i-pause", IconPlay: "#i-play", IconThread: "#i-thread",
}

// Name is the icon's name in the sheet.
func (i Icon) Name() string { return strings.TrimPrefix(iconRefs[i], "#i-") }
