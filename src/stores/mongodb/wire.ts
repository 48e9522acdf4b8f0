import { connect, type Socket } from 'node:net'
import { BSON, type Document } from 'mongodb'
import type { Address } from '../../core/store.ts'
import { within } from '../../core/within.ts'

const OP_MSG = 2013
/** Length, request id, id it answers, operation. */
const HEADER = 16
/** What stands before the document of an OP_MSG: header, flag bits, kind of the section. */
const BEFORE_DOCUMENT = HEADER + 5

/** One command as the bytes of an OP_MSG: no flags, one section with one document. */
export function encodeCommand(command: Document, requestId = 1): Uint8Array {
  const body = BSON.serialize(command)
  const message = Buffer.alloc(BEFORE_DOCUMENT + body.length)
  message.writeInt32LE(message.length, 0)
  message.writeInt32LE(requestId, 4)
  message.writeInt32LE(OP_MSG, 12)
  message.set(body, BEFORE_DOCUMENT)
  return message
}

/** The document of an OP_MSG with a single section. */
export function decodeReply(message: Uint8Array): Document {
  return BSON.deserialize(message.subarray(BEFORE_DOCUMENT), { promoteLongs: true })
}

/** The server answered a command with an error. */
export class CommandError extends Error {
  readonly code: number | undefined

  constructor(reply: Document) {
    super(String(reply.errmsg ?? 'the command failed'))
    this.name = 'CommandError'
    this.code = reply.code as number | undefined
  }
}

/**
 * A bare connection to one server for looking and administration: one command at a time, no monitor, no pool,
 * no retry. What it says is what this server said now; a driver's client would mix in what it knew before.
 */
export class WireConnection {
  readonly #socket: Socket
  #received: Buffer = Buffer.alloc(0)
  #waiting: { resolve: (reply: Document) => void; reject: (error: Error) => void } | undefined
  #broken: Error | undefined
  #requestId = 0

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('error', (error) => this.#break(error))
    socket.on('close', () => this.#break(new Error('the server closed the connection')))
  }

  static async open({ host, port }: Address, timeoutMs: number): Promise<WireConnection> {
    const socket = connect(port, host)
    const connection = new WireConnection(socket)
    try {
      const opened = new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
      await within(timeoutMs, `connecting to ${host}:${port}`, opened)
      return connection
    } catch (error) {
      connection.close()
      throw error
    }
  }

  /**
   * @throws CommandError when the server refuses
   * @throws TimeLimitError when no answer comes; the connection is of no use then
   */
  async command(command: Document, timeoutMs: number): Promise<Document> {
    if (this.#broken !== undefined) throw this.#broken
    const answered = new Promise<Document>((resolve, reject) => (this.#waiting = { resolve, reject }))
    this.#socket.write(encodeCommand({ ...command, $db: 'admin' }, ++this.#requestId))
    const reply = await within(timeoutMs, Object.keys(command)[0]!, answered)
    if (reply.ok !== 1) throw new CommandError(reply)
    return reply
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk])
    if (this.#received.length < 4) return
    const length = this.#received.readInt32LE(0)
    if (this.#received.length < length) return
    const message = this.#received.subarray(0, length)
    this.#received = this.#received.subarray(length)
    this.#waiting?.resolve(decodeReply(message))
  }

  #break(error: Error): void {
    this.#broken ??= error
    this.#waiting?.reject(error)
  }
}

/** One command on a connection of its own. */
export async function ask(address: Address, command: Document, timeoutMs: number): Promise<Document> {
  const connection = await WireConnection.open(address, timeoutMs)
  try {
    return await connection.command(command, timeoutMs)
  } finally {
    connection.close()
  }
}
