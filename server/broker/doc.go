// Package broker carries hints between nodes: what was committed, who types,
// who is here, whose session ended. Memory serves one node.
package broker
