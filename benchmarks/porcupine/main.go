// Command porcupine checks one register history with Porcupine and prints one
// line of JSON: the verdict, the median time of the checks and the memory they took.
//
//	porcupine [-runs N] FILE
//
// FILE is a table of operations (.tsv, see ../checkers/porcupine.ts) or a log of
// Jepsen against etcd (.log), as they lie in Porcupine's test data.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/anishathalye/porcupine"
)

// One check may take so long; then the verdict is Unknown.
const limit = time.Minute

// No further check is begun after so long.
const enough = 30 * time.Second

type figures struct {
	Verdict   porcupine.CheckResult `json:"verdict"`
	MedianMs  float64               `json:"median_ms"`
	CPUMs     float64               `json:"cpu_ms"`      // processor time of one check, all threads, on average
	PeakMB    float64               `json:"peak_mb"`     // the most this process ever held
	PeakAddMB float64               `json:"peak_add_mb"` // of it above the history
}

func main() {
	runs := flag.Int("runs", 5, "how often the history is checked, at most")
	flag.Parse()
	if flag.NArg() != 1 || *runs < 1 {
		fmt.Fprintln(os.Stderr, "usage: porcupine [-runs N] FILE")
		os.Exit(2)
	}
	operations, keys, err := read(flag.Arg(0))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	json.NewEncoder(os.Stdout).Encode(measure(operations, keys, *runs))
}

func read(path string) ([]porcupine.Operation, int, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, 0, err
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if filepath.Ext(path) == ".log" {
		operations, err := readEtcd(lines)
		return operations, 1, err
	}
	return readTable(lines)
}

func measure(operations []porcupine.Operation, keys, runs int) figures {
	debug.FreeOSMemory() // the text of the file
	loaded := residentMB("VmRSS")
	model := register(keys)
	var result figures
	var times []float64
	before := processorMs()
	for began := time.Now(); len(times) < runs && time.Since(began) < enough; {
		start := time.Now()
		result.Verdict = porcupine.CheckOperationsTimeout(model, operations, limit)
		times = append(times, time.Since(start).Seconds()*1000)
	}
	result.CPUMs = (processorMs() - before) / float64(len(times))
	slices.Sort(times)
	result.MedianMs = times[len(times)/2]
	result.PeakMB = residentMB("VmHWM")
	result.PeakAddMB = math.Max(0, result.PeakMB-loaded)
	return result
}

// processorMs is the processor time of this process so far, all threads.
func processorMs() float64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return float64(used.Utime.Nano()+used.Stime.Nano()) / 1e6
}

// residentMB reads a field of this process's status in MiB; 0 where the system has none.
func residentMB(field string) float64 {
	status, _ := os.ReadFile("/proc/self/status")
	_, after, _ := strings.Cut(string(status), field+":")
	words := strings.Fields(after)
	if len(words) == 0 {
		return 0
	}
	kib, _ := strconv.ParseFloat(words[0], 64)
	return kib / 1024
}
