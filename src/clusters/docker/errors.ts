import { CapcheckError, environmentError, messageOf } from '../../core/errors.ts'

/** What Docker says, and what to do about it. The first that fits. */
const KNOWN: readonly { readonly match: RegExp; readonly what: string; readonly hint: string }[] = [
  {
    match: /no such image|manifest unknown|does not exist locally/i,
    what: 'an image is missing',
    hint: 'docker pull it, or name another one with --image.',
  },
  {
    match: /unable to find user|executable file not found/i,
    what: 'the image is of another kind',
    hint: 'Name one with --image that is built like the official image of the engine (postgres, mongo, cassandra).',
  },
  {
    match: /port is already allocated|address already in use/i,
    what: 'a port is taken',
    hint: 'Docker chooses free ports by itself, so another program was quicker: run again.',
  },
  {
    match: /address pools? .*(subnetted|exhausted)|non-overlapping IPv4 address pool/i,
    what: 'Docker has no address range left for another network',
    hint: 'docker network prune removes networks that nobody uses.',
  },
  {
    match: /no space left on device/i,
    what: 'the disk of the engine is full',
    hint: 'docker system df says what takes it, docker system prune removes what nobody uses.',
  },
  {
    match: /cannot allocate memory|out of memory/i,
    what: 'the engine has too little memory',
    hint: 'Give it more, or run one store at a time (--store).',
  },
  {
    match: /ECONNREFUSED|ECONNRESET|EPIPE|ENOENT.*\.sock|socket hang up|container runtime strategy/i,
    what: 'the container engine does not answer any more',
    hint: 'Start it again. What was recorded is kept; capcheck clean removes what is left of the run.',
  },
]

/** One clear error for something that Docker did not do. Errors that are clear already pass through. */
export function dockerError(doing: string, error: unknown): CapcheckError {
  if (error instanceof CapcheckError) return error
  const message = messageOf(error)
  const known = KNOWN.find(({ match }) => match.test(message))
  if (known === undefined) return environmentError(`${doing}: ${message}`, undefined, error)
  return environmentError(`${doing}: ${known.what}: ${message}`, known.hint, error)
}
