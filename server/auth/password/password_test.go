package password

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
)

var cheap = Params{Memory: 64, Time: 1, Threads: 1}

func TestAHashMatchesOnlyItsPassword(t *testing.T) {
	h, ctx := New(cheap), t.Context()
	encoded, err := h.Hash(ctx, "low tide, long walk")
	if err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]bool{
		"low tide, long walk":  true,
		"Low tide, long walk":  false,
		"low tide, long walk ": false,
		"":                     false,
	} {
		ok, rehash, err := h.Check(ctx, typed, encoded)
		if err != nil || ok != want || rehash {
			t.Errorf("Check(%q) = %v, %v, %v; want %v", typed, ok, rehash, err, want)
		}
	}
	again, _ := h.Hash(ctx, "low tide, long walk")
	if again == encoded {
		t.Error("two hashes of one password are alike: no salt")
	}
}

// A person signs in with the keyboard of another system, which writes ü as two
// characters.
func TestAPasswordIsTheSameOnEveryKeyboard(t *testing.T) {
	h, ctx := New(cheap), t.Context()
	const composed, apart = "Gr\u00fc\u00dfe aus K\u00f6ln 2026", "Gru\u0308\u00dfe\u00a0aus\u3000Ko\u0308ln 2026"
	for _, set := range []string{composed, apart} {
		encoded, err := h.Hash(ctx, set)
		if err != nil {
			t.Fatal(err)
		}
		for _, typed := range []string{composed, apart} {
			if ok, rehash, err := h.Check(ctx, typed, encoded); !ok || rehash || err != nil {
				t.Errorf("%+q after %+q: %v, %v, %v", typed, set, ok, rehash, err)
			}
		}
		if ok, _, _ := h.Check(ctx, "Gruße aus Koln 2026", encoded); ok {
			t.Error("accents do not count in a password")
		}
	}
}

func TestAPasswordFromBeforeItWasPreparedStillWorks(t *testing.T) {
	h, ctx := New(cheap), t.Context()
	const typed = "Gru\u0308ße aus Ko\u0308ln"
	old := cheap.make(typed)
	if ok, rehash, err := h.Check(ctx, typed, old); !ok || !rehash || err != nil {
		t.Errorf("Check = %v, %v, %v; want a match that asks for a new hash", ok, rehash, err)
	}
	if ok, _, _ := h.Check(ctx, typed+"!", old); ok {
		t.Error("another password matches")
	}
}

func TestRaisedParametersAskForANewHash(t *testing.T) {
	ctx := t.Context()
	encoded, _ := New(cheap).Hash(ctx, "low tide, long walk")
	ok, rehash, err := New(Params{Memory: 128, Time: 1, Threads: 1}).Check(ctx, "low tide, long walk", encoded)
	if !ok || !rehash || err != nil {
		t.Errorf("Check = %v, %v, %v; want true, true, nil", ok, rehash, err)
	}
	if _, rehash, _ := New(Default).Check(ctx, "wrong", encoded); rehash {
		t.Error("a wrong password asks for a rehash")
	}
}

func TestTheDefaultIsWhatSecurityAsksFor(t *testing.T) {
	encoded := Default.encode(make([]byte, saltLen), make([]byte, hashLen))
	if !strings.HasPrefix(encoded, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Error(encoded)
	}
}

func TestNobodyHasTheDummysPassword(t *testing.T) {
	h := New(cheap)
	for _, typed := range []string{"", "low tide, long walk"} {
		if ok, rehash, err := h.Check(t.Context(), typed, ""); ok || rehash || err != nil {
			t.Errorf("Check(%q, none) = %v, %v, %v", typed, ok, rehash, err)
		}
	}
}

func TestADamagedHashIsAnErrorNotAMatch(t *testing.T) {
	h := New(cheap)
	good, _ := h.Hash(t.Context(), "low tide, long walk")
	for _, bad := range []string{
		"x", "$argon2id$", good[:len(good)-5] + "!!!!!", strings.Replace(good, "argon2id", "argon2i", 1),
		strings.Replace(good, "v=19", "v=16", 1), strings.Replace(good, "m=64", "m=4294967295", 1),
		strings.Replace(good, "t=1", "t=0", 1), strings.Replace(good, "t=1", "t=99999999", 1),
		strings.Replace(good, "p=1", "p=0", 1), "$2a$10$abcdefghijklmnopqrstuv", good + "$x",
	} {
		if ok, _, err := h.Check(t.Context(), "low tide, long walk", bad); ok || err == nil {
			t.Errorf("Check against %q = %v, %v", bad, ok, err)
		}
	}
}

func TestAFloodOfSignInsIsRefusedInsteadOfQueuedForever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHasher(cheap, 1)
		h.slots <- struct{}{} // one hash is running
		ctx, cancel := context.WithCancel(t.Context())
		results := make(chan error, 2*queuePerSlot)
		for range queuePerSlot {
			go func() {
				_, err := h.Hash(ctx, "low tide, long walk")
				results <- err
			}()
		}
		synctest.Wait()
		if _, err := h.Hash(ctx, "one too many"); !errors.Is(err, ErrBusy) {
			t.Errorf("beyond the queue: %v, want ErrBusy", err)
		}
		h.leave()
		if err := <-results; err != nil {
			t.Errorf("after a slot was freed: %v", err)
		}
		cancel()
		synctest.Wait()
	})
}

func TestWaitingEndsWithTheRequest(t *testing.T) {
	h := newHasher(cheap, 1)
	h.slots <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Hash(ctx, "x"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if n := h.waiting.Load(); n != 0 {
		t.Errorf("%d still counted as waiting", n)
	}
}

func TestJudge(t *testing.T) {
	refused := []string{
		"", "short", "elevenchars", "password1234", "Password2024!", "P@ssw0rd1234", "passwordpassword",
		"qwertyuiop12", "qwertyqwerty", "1q2w3e4r5t6y", "123456789012", "987654321098", "aaaaaaaaaaaa",
		"121212121212", "abcdefghijkl", "letmein letmein", "administrator", "iloveyou!!!!", "adminadmin123",
		"nora@tideline.example", "NoraVance1970", "nora vance1970", strings.Repeat("x7 ", 100), "bad utf8 \xff\xfe here",
	}
	for _, p := range refused {
		if Judge(p, "nora@tideline.example", "Nora Vance1970", "").IsZero() {
			t.Errorf("%q was taken", p)
		}
	}
	taken := []string{
		"low tide, long walk", "correct horse 12", "пароль из слов моря", "静かな港の長い散歩道を歩く", "tr0ub4dor&3-blind",
		strings.Repeat("aé9 ", 64), "a quiet harbour", "x8Kq2mZw0LpV",
	}
	for _, p := range taken {
		if why := Judge(p, "nora@tideline.example", "Nora Vance"); !why.IsZero() {
			t.Errorf("%q was refused: %s", p, why)
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", "x")
	h := New(cheap)
	f.Fuzz(func(t *testing.T, encoded, typed string) {
		Judge(typed, encoded)
		if p, err := parse(encoded); err == nil && p.Memory <= 64 && p.Time <= 2 {
			if _, _, err := h.Check(t.Context(), typed, encoded); err != nil {
				t.Error(err)
			}
		}
	})
}
