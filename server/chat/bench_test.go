package chat_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// BenchmarkSend has many people write into many rooms at once. Each person waits
// until a message is on disk before sending the next.
func BenchmarkSend(b *testing.B) {
	w := chattest.New(b)
	var rooms []string
	for range 100 {
		rooms = append(rooms, w.Room(wire.RoomPrivate))
	}
	send := chat.Lookup(wire.SendMessage.Type)
	var next atomic.Int64
	b.SetParallelism(128)
	b.ReportAllocs()
	b.ResetTimer() // the rooms apart: they cost more than some thousand sends
	b.RunParallel(func(pb *testing.PB) {
		room := rooms[int(next.Add(1))%len(rooms)]
		for pb.Next() {
			q := &wire.Send{CID: id.New(), Room: room, Body: "the quick brown fox jumps over the lazy dog, and then some more of the " +
				"same to make it a usual length"}
			if _, err := w.Chat.Do(context.Background(), w.Sam.Actor(), send, q); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "sends/s")
}
