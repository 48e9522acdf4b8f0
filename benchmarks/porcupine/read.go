package main

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/anishathalye/porcupine"
)

// When an operation returns whose outcome nobody learnt.
const never = math.MaxInt64

// readTable reads lines of client, key, f, a, b, out, status, call and return after
// one line of names; also says how many keys there are.
func readTable(lines []string) ([]porcupine.Operation, int, error) {
	operations := make([]porcupine.Operation, 0, len(lines))
	keys := 1
	for at, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != 9 {
			return nil, 0, fmt.Errorf("line %d: %d columns, not 9", at+2, len(cells))
		}
		f, status := cells[2][0], cells[6]
		var numbers [9]int
		for _, column := range []int{0, 1, 3, 4, 5, 7, 8} {
			number, err := strconv.Atoi(cells[column])
			if err != nil {
				return nil, 0, fmt.Errorf("line %d: %w", at+2, err)
			}
			numbers[column] = number
		}
		if f == 'r' && status == "info" {
			continue // says nothing
		}
		asked := request{f: f, key: numbers[1], from: numbers[3], to: numbers[4]}
		if f == 'w' {
			asked.to = numbers[3]
		}
		operation := porcupine.Operation{ClientId: numbers[0], Call: int64(numbers[7]), Return: int64(numbers[8]), Input: asked}
		operation.Output = answer{unknown: status == "info", swapped: status == "ok", value: numbers[5]}
		if status == "info" {
			operation.Return = never
		}
		keys = max(keys, asked.key+1)
		operations = append(operations, operation)
	}
	return operations, keys, nil
}

var etcdLine = regexp.MustCompile(`(\d+)\s+:(invoke|ok|fail|info)\s+:(read|write|cas)\s+(.*)$`)
var digits = regexp.MustCompile(`\d+`)

// readEtcd reads a log in which each line is a call or a return; the line number is the time.
func readEtcd(lines []string) ([]porcupine.Operation, error) {
	var operations []porcupine.Operation
	open := map[int]int{}
	for time, line := range lines {
		found := etcdLine.FindStringSubmatch(line)
		if found == nil {
			continue
		}
		client, _ := strconv.Atoi(found[1])
		kind, f := found[2], found[3][0]
		values := []int{none, none}
		for i, word := range digits.FindAllString(found[4], 2) {
			values[i], _ = strconv.Atoi(word)
		}
		if kind == "invoke" {
			asked := request{f: f, from: values[0], to: values[1]}
			if f == 'w' {
				asked.to = values[0]
			}
			open[client] = len(operations)
			operations = append(operations, porcupine.Operation{ClientId: client, Call: int64(time), Return: never, Input: asked, Output: answer{unknown: true}})
			continue
		}
		at, called := open[client]
		if !called {
			return nil, fmt.Errorf("line %d: client %d did not ask for anything", time+1, client)
		}
		delete(open, client)
		// A swap that failed found another value; a read or write that failed or timed out may have been anything.
		if kind == "ok" || kind == "fail" && f == 'c' {
			operations[at].Return = int64(time)
			operations[at].Output = answer{swapped: kind == "ok", value: values[0]}
		}
	}
	return operations, nil
}
