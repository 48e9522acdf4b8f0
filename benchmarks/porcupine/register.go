package main

import "github.com/anishathalye/porcupine"

// The value of a register that nobody has written.
const none = -1

// What an operation asks of a register.
type request struct {
	f        byte // r(ead), w(rite), c(ompare and swap)
	key      int
	from, to int // a write only has `to`
}

// What came back.
type answer struct {
	unknown bool
	swapped bool
	value   int
}

// register is a model of so many registers that do not know each other.
func register(keys int) porcupine.Model {
	model := porcupine.Model{
		Init: func() any { return none },
		Step: func(state, input, output any) (bool, any) {
			asked, got := input.(request), output.(answer)
			switch asked.f {
			case 'r':
				return got.unknown || got.value == state.(int), state
			case 'w':
				return true, asked.to
			}
			if state.(int) == asked.from {
				return got.unknown || got.swapped, asked.to
			}
			return got.unknown || !got.swapped, state
		},
	}
	if keys > 1 {
		model.Partition = func(history []porcupine.Operation) [][]porcupine.Operation {
			parts := make([][]porcupine.Operation, keys)
			for _, operation := range history {
				key := operation.Input.(request).key
				parts[key] = append(parts[key], operation)
			}
			return parts
		}
	}
	return model
}
