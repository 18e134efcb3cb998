// Package chat is Confab's rules: one method per command, permissions
// included. It is the only writer of rooms and messages and knows no
// transport.
package chat
