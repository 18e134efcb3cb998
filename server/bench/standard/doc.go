// Command standard runs the standard set of benchmarks and writes RESULTS.md.
// It is not part of the product's binary: it drives Chromium as well.
//
//	go run ./server/bench/standard --out server/bench/RESULTS.md
package main
