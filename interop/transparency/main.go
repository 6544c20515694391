// Reads our heads, cosignatures and proofs with transparency-dev's formats and merkle, which know nothing of Holdfast.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
)

type inclusion struct {
	Size, Index uint64
	Data, Leaf  string
	Proof       []string
}

type growth struct {
	Old, Size uint64
	Proof     []string
}

type material struct {
	Origin, Vkey, WitnessVkey string
	Heads                     map[string]string
	Roots                     map[string]string
	Inclusions                []inclusion
	Growths                   []growth
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

func bytesOf(text string) []byte {
	data, err := base64.StdEncoding.DecodeString(text)
	must(err, "base64")
	return data
}

func hashes(texts []string) (all [][]byte) {
	for _, text := range texts {
		all = append(all, bytesOf(text))
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
	witness, err := fnote.NewVerifierForCosignatureV1(given.WitnessVkey)
	must(err, "the witness's vkey")
	for size, head := range given.Heads {
		found, _, opened, err := log.ParseCheckpoint([]byte(head), given.Origin, verifier, witness)
		must(err, "head of "+size)
		if len(opened.Sigs) != 2 {
			must(fmt.Errorf("%d signatures hold", len(opened.Sigs)), "head of "+size)
		}
		if fmt.Sprint(found.Size) != size || base64.StdEncoding.EncodeToString(found.Hash) != given.Roots[size] {
			must(fmt.Errorf("says %d and %x", found.Size, found.Hash), "head of "+size)
		}
		_, _, _, err = log.ParseCheckpoint([]byte(strings.Replace(head, "\n"+size+"\n", "\n"+size+"0\n", 1)), given.Origin, verifier, witness)
		refuse(err, "head of another size")
		_, _, _, err = log.ParseCheckpoint([]byte(head), given.Origin+"/other", verifier, witness)
		refuse(err, "head of another log")
	}
	hasher := rfc6962.DefaultHasher
	for _, each := range given.Inclusions {
		leaf, root := hasher.HashLeaf(bytesOf(each.Data)), bytesOf(given.Roots[fmt.Sprint(each.Size)])
		if base64.StdEncoding.EncodeToString(leaf) != each.Leaf {
			must(fmt.Errorf("another hash"), "leaf")
		}
		must(proof.VerifyInclusion(hasher, each.Index, each.Size, leaf, hashes(each.Proof), root), "inclusion")
		leaf[7] ^= 1
		refuse(proof.VerifyInclusion(hasher, each.Index, each.Size, leaf, hashes(each.Proof), root), "another leaf")
	}
	for _, each := range given.Growths {
		old, root := bytesOf(given.Roots[fmt.Sprint(each.Old)]), bytesOf(given.Roots[fmt.Sprint(each.Size)])
		must(proof.VerifyConsistency(hasher, each.Old, each.Size, hashes(each.Proof), old, root), "growth")
		old[7] ^= 1
		refuse(proof.VerifyConsistency(hasher, each.Old, each.Size, hashes(each.Proof), old, root), "growth from another tree")
	}
	fmt.Printf("transparency-dev: %d heads with their cosignatures, %d inclusions, %d growths taken; each one spoiled refused\n", len(given.Heads), len(given.Inclusions), len(given.Growths))
}
