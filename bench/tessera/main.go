// Takes the entries of a file in with Tessera on POSIX files, in their order, and says how long that took and what root came of it.
package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
)

func main() {
	entries, folder := read(os.Args[1]), os.Args[2]
	ctx := context.Background()
	secret, _, err := note.GenerateKey(nil, "bench.example/log")
	must(err)
	signer, err := note.NewSigner(secret)
	must(err)
	driver, err := posix.New(ctx, posix.Config{Path: folder})
	must(err)
	options := tessera.NewAppendOptions().
		WithCheckpointSigner(signer).
		WithCheckpointInterval(time.Second).
		WithBatching(4096, 100*time.Millisecond).
		WithPushback(uint(len(entries) + 1))
	appender, shutdown, reader, err := tessera.NewAppender(ctx, driver, options)
	must(err)
	began := time.Now()
	var last tessera.IndexFuture
	for _, entry := range entries {
		last = appender.Add(ctx, tessera.NewEntry(entry))
	}
	_, err = last()
	must(err)
	for { // integrated, and under a signed head
		size, err := reader.IntegratedSize(ctx)
		must(err)
		if size >= uint64(len(entries)) {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	took := time.Since(began).Seconds()
	must(shutdown(ctx))
	head, err := reader.ReadCheckpoint(ctx)
	must(err)
	fmt.Printf("%f\n%s", took, head)
}

func read(path string) [][]byte {
	data, err := os.ReadFile(path)
	must(err)
	var entries [][]byte
	for len(data) > 0 {
		size := int(binary.BigEndian.Uint16(data))
		entries = append(entries, data[2:2+size])
		data = data[2+size:]
	}
	return entries
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
