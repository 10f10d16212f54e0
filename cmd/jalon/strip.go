package main

// A plain go build gives the program without its table of symbols: 45 MB rather than 61. Panics still name their
// lines. The linker of C is in charge because of SQLite, and takes the flag from here.

// #cgo linux LDFLAGS: -Wl,-s
import "C"
