// Command probe exercises what Go's runtime reads the table of functions for, and leaves what it
// found in window.found.
package main

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"syscall/js"
	"time"
)

func main() {
	var found []string
	for _, check := range []func() string{deepStack, collectedGarbage, deferred, wrapped, outOfBounds, nilPointer, caller, goroutines} {
		found = append(found, check())
	}
	js.Global().Set("found", strings.Join(found, "\n"))
	select {}
}

// deepStack makes the stack grow, and so be copied, with pointers into itself.
func deepStack() string {
	sum := 0
	return fmt.Sprint("stack ", descend(20_000, &sum))
}

//go:noinline
func descend(n int, sum *int) int {
	local := n
	if n > 0 {
		*sum++
		descend(n-1, sum)
	}
	return *sum + local - n
}

// collectedGarbage keeps a list alive only through the stack while everything else is collected.
func collectedGarbage() string {
	type node struct {
		next *node
		data [64]byte
	}
	var list *node
	for i := range 20_000 {
		list = &node{next: list}
		list.data[0] = byte(i)
		if i%5_000 == 0 {
			runtime.GC()
		}
	}
	length := 0
	for ; list != nil; list = list.next {
		length++
	}
	return fmt.Sprint("list ", length)
}

func deferred() (order string) {
	defer func() {
		order += fmt.Sprint(" recovered ", recover())
	}()
	for i := range 3 {
		defer func() { order += fmt.Sprint(" ", i) }()
	}
	panic("as planned")
}

// wrapped recovers in methods that a wrapper calls. The compiler makes one for each method of an embedded type.
// net does what recovers itself, which is never put into a wrapper. loose calls a function for it, is put
// into the wrapper, and so may not recover.
func wrapped() (caught string) {
	tight, untied := catcher(struct{ *net }{&net{}}), catcher(struct{ *loose }{&loose{}})
	throw := func(c catcher) {
		defer c.catch()
		panic("thrown")
	}
	throw(tight)
	defer func() { caught = fmt.Sprint("wrapped ", tight.sum(), " ", untied.sum(), " ", recover()) }()
	throw(untied)
	return ""
}

type catcher interface {
	catch()
	sum() int
}

type net struct{ caught int }

func (n *net) catch() {
	if recover() != nil {
		n.caught++
	}
}

func (n *net) sum() int { return n.caught }

type loose struct{ net }

func (l *loose) catch() { l.net.catch() }

func outOfBounds() (caught string) {
	defer func() { caught = fmt.Sprint(recover()) }()
	list, i := make([]int, 3), 7
	return fmt.Sprint(list[i])
}

func nilPointer() (caught string) {
	defer func() { caught = fmt.Sprint(recover()) }()
	var list *[]int
	return fmt.Sprint(*list)
}

// caller is what a trace is made of: the function's name stays, its line goes.
func caller() string {
	pc, file, line, ok := runtime.Caller(0)
	return fmt.Sprint("caller ", runtime.FuncForPC(pc).Name(), " ", file, " ", line, " ", ok)
}

func goroutines() string {
	var all sync.WaitGroup
	numbers := make(chan int)
	for i := range 100 {
		all.Go(func() {
			select {
			case numbers <- i:
			case <-time.After(time.Minute):
			}
		})
	}
	go func() {
		all.Wait()
		close(numbers)
	}()
	sum := 0
	for n := range numbers {
		sum += n
	}
	return fmt.Sprint("sum ", sum)
}
