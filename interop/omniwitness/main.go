// Serves a witness that no one here wrote (transparency-dev's, which omniwitness runs) for one log, on a port of this machine; says its key, and its port.
package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"os"

	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/witness/persistence/inmemory"
	"github.com/transparency-dev/witness/witness"
	"golang.org/x/mod/sumdb/note"
)

func must(err error, what string) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", what, err)
		os.Exit(1)
	}
}

func main() {
	log, err := note.NewVerifier(os.Args[1])
	must(err, "the log's vkey")
	skey, vkey, err := note.GenerateKey(rand.Reader, "omniwitness.example/w")
	must(err, "a key")
	signer, err := fnote.NewSignerForCosignatureV1(skey)
	must(err, "a signer")
	vkey, err = fnote.VKeyToCosignatureV1(vkey)
	must(err, "its vkey")
	ctx := context.Background()
	found, err := witness.New(ctx, witness.Opts{
		Persistence: inmemory.New(),
		Signers:     []note.Signer{signer},
		VerifierForLog: func(_ context.Context, origin string) (note.Verifier, bool, error) {
			return log, origin == log.Name(), nil
		},
	})
	must(err, "the witness")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err, "a port")
	fmt.Printf("%s http://%s\n", vkey, listener.Addr())
	mux := http.NewServeMux()
	mux.HandleFunc("POST /add-checkpoint", witness.NewHTTPHandler(found).AddCheckpoint)
	must(http.Serve(listener, mux), "serving")
}
