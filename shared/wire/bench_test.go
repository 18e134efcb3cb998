package wire

import (
	"encoding/json"
	"fmt"
	"testing"
)

// benchPage is a page of 50 messages as they are in a lively room.
func benchPage() *Page {
	p := &Page{Head: Head{Type: TypePage, ID: "7"}, Room: lobby, Epoch: "e1", From: 1, To: 50, AsOf: 50, Users: []User{annaFace, benFace}}
	for i := range 50 {
		p.Events = append(p.Events, Event{
			Room: lobby, Seq: int64(i + 1), Event: event, Author: anna, CID: cid, Kind: KindMessage, At: at,
			Body: fmt.Sprintf("Message %d: has anybody looked at the second *draft*? It is in \"plans\".", i),
		})
	}
	return p
}

func BenchmarkDecodePage(b *testing.B) {
	text, err := Append(nil, benchPage())
	if err != nil {
		b.Fatal(err)
	}
	for name, decode := range map[string]func([]byte, *Page) error{
		"wire": func(text []byte, p *Page) error { return Decode(text, p) },
		"json": func(text []byte, p *Page) error { return json.Unmarshal(text, p) },
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				var p Page
				if err := decode(text, &p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkAppendEvent(b *testing.B) {
	e := &benchPage().Events[0]
	b.ReportAllocs()
	var buf []byte
	for b.Loop() {
		var err error
		if buf, err = Append(buf[:0], e); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecodeStrictSend(b *testing.B) {
	text, err := Append(nil, goldens["send"])
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := DecodeStrict(text, new(Send)); err != nil {
			b.Fatal(err)
		}
	}
}
