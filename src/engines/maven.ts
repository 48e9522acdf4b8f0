import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { environmentError } from '../core/errors.ts'
import { tail } from './run.ts'
import type { Kit } from './types.ts'
import { which } from './which.ts'

/** A coordinate on a Maven repository. */
export interface Artifact {
  readonly group: string
  readonly name: string
  readonly version: string
}

const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1'

/**
 * Copies an artifact with everything it needs at run time into `target`, through Maven and the user's settings for it.
 * Maven's own store is put into `scratch`: the user's may not be writable, and may hold halves of broken downloads.
 */
export async function copyWithDependencies(kit: Kit, artifact: Artifact, target: string, scratch: string): Promise<void> {
  const mvn = await which('mvn', kit.env)
  if (mvn === null) throw environmentError('mvn is not on PATH')
  const pom = join(scratch, 'pom.xml')
  await writeFile(pom, projectWith(artifact))
  // --strict-checksums: a jar that differs from the repository's own checksum ends the download instead of a warning.
  const args = ['-B', '-ntp', '--strict-checksums', '-Daether.connector.connectTimeout=8000', '-f', pom, `-Dmaven.repo.local=${join(scratch, 'repository')}`]
  const goal = [`${PLUGIN}:copy-dependencies`, '-DincludeScope=runtime', `-DoutputDirectory=${target}`]
  const ran = await kit.run(mvn, [...args, ...goal], { cwd: scratch, timeoutMs: 900_000, mortal: true })
  if (!ran.ok) {
    const first = ran.output.split('\n').find((line) => /^\[ERROR\] +\S/.test(line))
    throw environmentError(`mvn could not fetch ${artifact.name} ${artifact.version}: ${first ?? tail(ran.output)}`)
  }
}

function projectWith({ group, name, version }: Artifact): string {
  return [
    '<project xmlns="http://maven.apache.org/POM/4.0.0">',
    '  <modelVersion>4.0.0</modelVersion>',
    '  <groupId>capcheck</groupId>',
    '  <artifactId>engine</artifactId>',
    '  <version>1</version>',
    '  <dependencies>',
    `    <dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`,
    '  </dependencies>',
    '</project>',
    '',
  ].join('\n')
}
