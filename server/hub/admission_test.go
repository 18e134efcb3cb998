package hub

import (
	"net/netip"
	"testing"
	"time"

	"github.com/confab/confab/shared/limits"
)

func TestTheDoorAdmitsSoManyASecond(t *testing.T) {
	d := admission{rate: limits.Rate{PerSecond: 200, Burst: 200}}
	now := time.Unix(1_700_000_000, 0)
	for i := range 200 {
		if wait := d.admit(now); wait != 0 {
			t.Fatalf("socket %d waits %v", i, wait)
		}
	}
	if wait := d.admit(now); wait != 5*time.Millisecond {
		t.Errorf("the next one waits %v, want 5ms", wait)
	}
	if wait := d.admit(now.Add(5 * time.Millisecond)); wait != 0 {
		t.Errorf("on time it waits %v", wait)
	}
}

func TestAnAddressHasRoomForSoManySockets(t *testing.T) {
	var d admission
	crowd, other := netip.MustParsePrefix("192.0.2.1/32"), netip.MustParsePrefix("2001:db8::/64")
	for range limits.SocketsPerAddress {
		if !d.addSocket(crowd) {
			t.Fatal("no room within the limit")
		}
	}
	if d.addSocket(crowd) {
		t.Error("there is room for one too many")
	}
	if !d.addSocket(other) {
		t.Error("another address has no room")
	}
	for range limits.SocketsPerAddress + 1 {
		d.removeSocket(crowd)
	}
	d.removeSocket(other)
	if len(d.addresses) != 0 {
		t.Errorf("addresses nobody comes from are kept: %v", d.addresses)
	}
}

func TestMemoryIsGivenBackOnceACrowdHasPassed(t *testing.T) {
	var c crowd
	beat := func(admitted int64, want bool) {
		t.Helper()
		if got := c.passed(admitted); got != want {
			t.Fatalf("with %d admitted: %v", admitted, got)
		}
	}
	beat(crowdSize/2, false)
	beat(crowdSize, false)
	for range quietTicks - 1 {
		beat(crowdSize, false)
	}
	beat(crowdSize, true)
	for range 100 {
		beat(crowdSize, false)
	}
	beat(crowdSize+1, false) // one is no crowd
	for range 100 {
		beat(crowdSize+1, false)
	}
}
