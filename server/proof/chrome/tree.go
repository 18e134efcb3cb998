package chrome

import (
	"encoding/json"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
)

// Node is what a screen reader knows of an element.
type Node struct {
	Role, Name string
	Level      string            // of a heading
	States     map[string]string // "expanded": "true"
	Refers     map[string]int    // how many elements "controls" and "activedescendant" name
	Inside     []string          // the roles of the elements around it, the nearest first
}

// Tree returns the accessibility tree of the page, in the order of reading, without what is ignored.
func Tree(t *Tab) ([]Node, error) {
	full, err := chromedp.Call(t.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		return nil, err
	}
	byID := map[accessibility.NodeID]*accessibility.Node{}
	for _, n := range full.Nodes {
		byID[n.NodeID] = n
	}
	var nodes []Node
	var walk func(n *accessibility.Node, inside []string)
	walk = func(n *accessibility.Node, inside []string) {
		if !n.Ignored {
			one := nodeOf(n)
			one.Inside = inside
			nodes = append(nodes, one)
			inside = append([]string{one.Role}, inside...)
		}
		for _, id := range n.ChildIDs {
			if child := byID[id]; child != nil {
				walk(child, inside)
			}
		}
	}
	for _, n := range full.Nodes {
		if n.ParentID == "" {
			walk(n, nil)
		}
	}
	return nodes, nil
}

func nodeOf(n *accessibility.Node) Node {
	one := Node{Role: said(n.Role), Name: said(n.Name), States: map[string]string{}, Refers: map[string]int{}}
	for _, p := range n.Properties {
		one.States[string(p.Name)] = said(p.Value)
		if p.Value != nil && len(p.Value.RelatedNodes) > 0 {
			one.Refers[string(p.Name)] = len(p.Value.RelatedNodes)
		}
	}
	one.Level = one.States["level"]
	return one
}

// said is a value as text.
func said(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	var text string
	if err := json.Unmarshal([]byte(v.Value), &text); err != nil {
		return string(v.Value) // a number, or a truth
	}
	return text
}
