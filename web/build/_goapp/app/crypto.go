package app

import "github.com/maxence-charriere/go-app/v10/pkg/errors"

var errNoCrypto = errors.New("encrypted state is left out of this build, see web/build/module.go")

func encrypt(string, []byte) ([]byte, error) { return nil, errNoCrypto }

func decrypt(string, []byte) ([]byte, error) { return nil, errNoCrypto }
