import { stringify } from 'yaml'
import type { ComposeFile } from './topology.ts'

const HEAD = `# Written by \`capcheck compose\`, from the code that starts the same clusters without compose. Do not edit by hand:
# a test compares this file with the code.
#
#   docker compose --profile postgres up --detach --wait      (or mongodb, or cassandra)
#   docker compose --profile postgres down --volumes
#
# Each node is two containers in one network namespace: the server, and the Toxiproxy (\`…-links\`) through which the
# server reaches its peers. Needs Docker Compose 2.23.1 or newer (inline configs).
`

/** The text of a compose file. */
export function renderCompose(file: ComposeFile): string {
  // Long lines stay whole, and nothing is said by reference, so that a node can be read in one place.
  return HEAD + stringify(file, { lineWidth: 0, aliasDuplicateObjects: false })
}
