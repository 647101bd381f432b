// Verifies a published ledger with code that is not ours: golang.org/x/mod/sumdb/note and tlog.
//
//	ledger FOLDER VKEY
//
// The folder holds checkpoint and tile/ (C2SP tlog-tiles). Exit status 0: the checkpoint is signed by
// the key, every entry bundle and tile below it is what the entries give, and each entry is proved to be
// in the tree of the checkpoint. 1: something is not so, and what. 2: it could not be tried.
//
// From Debian: golang-go, golang-golang-x-mod-dev; GO111MODULE=off GOPATH=/usr/share/gocode.
package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8
	width  = 1 << height
)

// tlog's names have the height in front and "data" for "entries".
func pathOf(t tlog.Tile) string {
	p := strings.TrimPrefix(t.Path(), "tile/8/")
	if rest := strings.TrimPrefix(p, "data/"); rest != p {
		p = "entries/" + rest
	}
	return "tile/" + p
}

func tileOf(path string) (tlog.Tile, error) {
	p := strings.TrimPrefix(path, "tile/")
	if rest := strings.TrimPrefix(p, "entries/"); rest != p {
		p = "data/" + rest
	}
	return tlog.ParseTilePath("tile/8/" + p)
}

type folder string

func (f folder) read(path string) ([]byte, error) {
	return os.ReadFile(filepath.Join(string(f), filepath.FromSlash(path)))
}

func (f folder) Height() int { return height }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, t := range tiles {
		data, err := f.read(pathOf(t))
		if err != nil && t.W < width {
			full := t
			full.W = width
			if data, err = f.read(pathOf(full)); err == nil && len(data) == width*tlog.HashSize {
				data = data[:t.W*tlog.HashSize]
			}
		}
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

// The checkpoint's text: origin, size, root, and nothing we do not know.
func openCheckpoint(f folder, vkey string) (tlog.Tree, error) {
	var tree tlog.Tree
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tree, err
	}
	data, err := f.read("checkpoint")
	if err != nil {
		return tree, err
	}
	n, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		return tree, err
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return tree, fmt.Errorf("%d lines, want 3", len(lines)-1)
	}
	if lines[0] != verifier.Name() {
		return tree, fmt.Errorf("of %q, signed by %q", lines[0], verifier.Name())
	}
	tree.N, err = strconv.ParseInt(lines[1], 10, 64)
	if err != nil || tree.N < 0 || strconv.FormatInt(tree.N, 10) != lines[1] {
		return tree, fmt.Errorf("malformed size %q", lines[1])
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tree, fmt.Errorf("malformed root %q", lines[2])
	}
	copy(tree.Hash[:], root)
	return tree, nil
}

func parseBundle(data []byte, n int) ([][]byte, error) {
	var entries [][]byte
	for i := 0; i < n; i++ {
		if len(data) < 2 {
			return nil, fmt.Errorf("ends before entry %d of %d", i+1, n)
		}
		size := int(data[0])<<8 | int(data[1])
		if data = data[2:]; len(data) < size {
			return nil, fmt.Errorf("ends within entry %d of %d", i+1, n)
		}
		entries, data = append(entries, data[:size]), data[size:]
	}
	if len(data) != 0 {
		return nil, fmt.Errorf("%d bytes after the last entry", len(data))
	}
	return entries, nil
}

// The tree that the entries give, in memory.
type rebuilt struct {
	entries [][]byte
	hashes  []tlog.Hash
}

func (r *rebuilt) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	all := make([]tlog.Hash, len(indexes))
	for i, at := range indexes {
		if at >= int64(len(r.hashes)) {
			return nil, fmt.Errorf("hash %d of %d", at, len(r.hashes))
		}
		all[i] = r.hashes[at]
	}
	return all, nil
}

func rebuild(f folder, size int64) (*rebuilt, error) {
	r := &rebuilt{}
	for n := int64(0); n*width < size; n++ {
		t := tlog.Tile{H: height, L: -1, N: n, W: width}
		if left := size - n*width; left < width {
			t.W = int(left)
		}
		data, err := f.read(pathOf(t))
		if err != nil {
			return nil, err
		}
		entries, err := parseBundle(data, t.W)
		if err != nil {
			return nil, fmt.Errorf("%s: %v", pathOf(t), err)
		}
		for _, entry := range entries {
			hashes, err := tlog.StoredHashes(int64(len(r.entries)), entry, r)
			if err != nil {
				return nil, err
			}
			r.entries, r.hashes = append(r.entries, entry), append(r.hashes, hashes...)
		}
	}
	return r, nil
}

// What the file of a tile or bundle must hold; nil if it reaches beyond the tree.
func (r *rebuilt) fileOf(t tlog.Tile) ([]byte, error) {
	size := int64(len(r.entries))
	if t.L == -1 {
		if t.N*width+int64(t.W) > size {
			return nil, nil
		}
		var b bytes.Buffer
		for _, entry := range r.entries[t.N*width : t.N*width+int64(t.W)] {
			b.Write([]byte{byte(len(entry) >> 8), byte(len(entry))})
			b.Write(entry)
		}
		return b.Bytes(), nil
	}
	if shift := uint(height * t.L); shift > 62 || t.N*width+int64(t.W) > size>>shift {
		return nil, nil
	}
	return tlog.ReadTileData(t, r)
}

// Every tile that the size implies is there, and every file below tile/ is as the entries give it.
func (r *rebuilt) checkFiles(f folder) (checked, beyond int, err error) {
	for level := 0; int64(len(r.entries))>>uint(height*level) > 0; level++ {
		n := int64(len(r.entries)) >> uint(height*level)
		for at := int64(0); at < n; at += width {
			t := tlog.Tile{H: height, L: level, N: at / width, W: width}
			if n-at < width {
				t.W = int(n - at)
			}
			if _, err := f.read(pathOf(t)); err != nil {
				return 0, 0, err
			}
		}
	}
	root := filepath.Join(string(f), "tile")
	if _, err := os.Stat(root); os.IsNotExist(err) && len(r.entries) == 0 {
		return 0, 0, nil
	}
	err = filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(string(f), p)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		t, err := tileOf(name)
		if err != nil || pathOf(t) != name {
			return fmt.Errorf("%s: not the name of a tile", name)
		}
		want, err := r.fileOf(t)
		if err != nil {
			return err
		}
		if want == nil {
			beyond++
			return nil
		}
		got, err := f.read(name)
		if err != nil {
			return err
		}
		if !bytes.Equal(got, want) {
			return fmt.Errorf("%s: not what the entries give", name)
		}
		checked++
		return nil
	})
	return checked, beyond, err
}

func verify(f folder, vkey string) error {
	tree, err := openCheckpoint(f, vkey)
	if err != nil {
		return fmt.Errorf("checkpoint: %v", err)
	}
	r, err := rebuild(f, tree.N)
	if err != nil {
		return err
	}
	root, err := tlog.TreeHash(tree.N, r)
	if tree.N == 0 {
		root, err = tlog.ParseHash("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
	}
	if err != nil {
		return err
	}
	if root != tree.Hash {
		return fmt.Errorf("the entries give the root %v, the checkpoint says %v", root, tree.Hash)
	}
	files, beyond, err := r.checkFiles(f)
	if err != nil {
		return err
	}
	tiles := tlog.TileHashReader(tree, f)
	for i, entry := range r.entries {
		proof, err := tlog.ProveRecord(tree.N, int64(i), tiles)
		if err == nil {
			err = tlog.CheckRecord(proof, tree.N, tree.Hash, int64(i), tlog.RecordHash(entry))
		}
		if err != nil {
			return fmt.Errorf("entry %d: %v", i, err)
		}
	}
	fmt.Printf("verified: %d entries, %d files, root %v", tree.N, files, tree.Hash)
	if beyond > 0 {
		fmt.Printf("; %d files beyond the checkpoint were not looked at", beyond)
	}
	fmt.Println()
	return nil
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: ledger FOLDER VKEY")
		os.Exit(2)
	}
	if err := verify(folder(os.Args[1]), os.Args[2]); err != nil {
		fmt.Fprintf(os.Stderr, "refused: %v\n", err)
		os.Exit(1)
	}
}
