package keys

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// jwk is a public key in the form of RFC 8037.
type jwk struct {
	KeyType   string `json:"kty"`
	Curve     string `json:"crv"`
	Algorithm string `json:"alg"`
	Use       string `json:"use"`
	ID        string `json:"kid"`
	X         string `json:"x"`
}

// JWKS returns the public halves of all keys as a JSON Web Key Set, for programs
// that verify the tokens themselves.
func (r *Ring) JWKS() []byte {
	set := struct {
		Keys []jwk `json:"keys"`
	}{}
	for _, k := range r.keys().Keys {
		if k.over(r.now()) {
			continue
		}
		set.Keys = append(set.Keys, jwk{
			KeyType: "OKP", Curve: "Ed25519", Algorithm: "EdDSA", Use: "sig",
			ID: k.ID, X: base64.RawURLEncoding.EncodeToString(k.public()),
		})
	}
	content, err := json.Marshal(set)
	if err != nil {
		panic(fmt.Sprintf("keys: strings cannot be encoded: %v", err)) // json.Marshal of strings never fails
	}
	return content
}
