// Package presence knows who is online. Memory serves one node.
package presence
