import { Header, Pack, ReadEntry } from 'tar'

/** A file of an archive. */
export interface ArchiveEntry {
  readonly path: string
  readonly content: Buffer
}

/** A compressed tar archive as a stream; one file at a time is in memory. The same files and time give the same bytes. */
export async function* archive(entries: AsyncIterable<ArchiveEntry> | Iterable<ArchiveEntry>, mtime: Date): AsyncGenerator<Buffer> {
  const pack = new Pack({ gzip: true, portable: true, mtime })
  for await (const { path, content } of entries) {
    const entry = new ReadEntry(new Header({ path, size: content.length, mode: 0o644, type: 'File', mtime }))
    entry.end(content)
    pack.add(entry)
    for (let chunk = pack.read(); chunk !== null; chunk = pack.read()) yield chunk
  }
  pack.end()
  for await (const chunk of pack) yield chunk
}
