// Reads our heads and proofs with golang.org/x/mod/sumdb, which knows nothing of Holdfast.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type inclusion struct {
	Size, Index int64
	Leaf        string
	Proof       []string
}

type growth struct {
	Old, Size int64
	Proof     []string
}

type material struct {
	Vkey       string
	Heads      map[string]string
	Roots      map[string]string
	Inclusions []inclusion
	Growths    []growth
}

func must(err error, what string) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", what, err)
		os.Exit(1)
	}
}

func refuse(err error, what string) {
	if err == nil {
		fmt.Fprintf(os.Stderr, "%s was taken, and is spoiled\n", what)
		os.Exit(1)
	}
}

func hash(text string) (h tlog.Hash) {
	data, err := base64.StdEncoding.DecodeString(text)
	must(err, "base64")
	copy(h[:], data)
	return
}

func hashes(texts []string) (all []tlog.Hash) {
	for _, text := range texts {
		all = append(all, hash(text))
	}
	return
}

func main() {
	data, err := os.ReadFile(os.Args[1])
	must(err, "material")
	var given material
	must(json.Unmarshal(data, &given), "material")
	verifier, err := note.NewVerifier(given.Vkey)
	must(err, "vkey")
	known := note.VerifierList(verifier)
	for size, head := range given.Heads {
		opened, err := note.Open([]byte(head), known)
		must(err, "head of "+size)
		if len(opened.Sigs) != 1 || len(opened.UnverifiedSigs) != 1 {
			must(fmt.Errorf("%d and %d signatures", len(opened.Sigs), len(opened.UnverifiedSigs)), "head of "+size)
		}
		if lines := strings.Split(opened.Text, "\n"); lines[1] != size || lines[2] != given.Roots[size] {
			must(fmt.Errorf("says %v", lines), "head of "+size)
		}
		_, err = note.Open([]byte(strings.Replace(head, "\n"+size+"\n", "\n"+size+"0\n", 1)), known)
		refuse(err, "head of another size")
	}
	for _, each := range given.Inclusions {
		root, leaf := hash(given.Roots[fmt.Sprint(each.Size)]), hash(each.Leaf)
		must(tlog.CheckRecord(hashes(each.Proof), each.Size, root, each.Index, leaf), "inclusion")
		leaf[7] ^= 1
		refuse(tlog.CheckRecord(hashes(each.Proof), each.Size, root, each.Index, leaf), "another leaf")
	}
	for _, each := range given.Growths {
		old, root := hash(given.Roots[fmt.Sprint(each.Old)]), hash(given.Roots[fmt.Sprint(each.Size)])
		must(tlog.CheckTree(hashes(each.Proof), each.Size, root, each.Old, old), "growth")
		old[7] ^= 1
		refuse(tlog.CheckTree(hashes(each.Proof), each.Size, root, each.Old, old), "growth from another tree")
	}
	fmt.Printf("Go x/mod: %d heads, %d inclusions, %d growths taken; each one spoiled refused\n", len(given.Heads), len(given.Inclusions), len(given.Growths))
}
