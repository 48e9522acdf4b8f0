import { mkdir, readdir, realpath, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { x as extract } from 'tar'
import { environmentError } from '../core/errors.ts'
import type { Engine } from '../core/store.ts'
import { PackagesNeeded } from './apt.ts'
import { download, publishedChecksum } from './download.ts'
import { findInstalled, install, type Installed } from './install.ts'
import { JAVA_PACKAGE, bringJava, findJava, type Java } from './java.ts'
import { hashFile } from './manifest.ts'
import { copyWithDependencies } from './maven.ts'
import type { Kit, Look, Recipe } from './types.ts'
import { FITTING, PINNED } from './versions.ts'
import { which, whichAll } from './which.ts'

const { version: VERSION } = PINNED.cassandra
const FROM_VENDOR = `cassandra-${VERSION}`
const FROM_MAVEN = `cassandra-${VERSION}-jars`
const ARTIFACT = { group: 'org.apache.cassandra', name: 'cassandra-all', version: VERSION }

/** Cassandra's jars, with or without the rest of its distribution. */
interface Jars {
  readonly lib: string
  readonly home?: string
  readonly version: string
  readonly origin: string
  readonly sha256: string | null
}

/** Cassandra: a folder of jars, and a Java 17 to run them. */
export const cassandraRecipe: Recipe = {
  name: 'cassandra',

  async named(look) {
    const home = look.env['CAPCHECK_CASSANDRA_HOME']
    if (home === undefined || home === '') return null
    const jars = await examine(home, 'named by CAPCHECK_CASSANDRA_HOME')
    const hint = 'It must be the folder of an unpacked Cassandra 5.0, with its jars in lib/.'
    if (typeof jars === 'string') throw environmentError(`CAPCHECK_CASSANDRA_HOME=${home}: ${jars}`, hint)
    const java = await findJava(look)
    if (java === null) throw new PackagesNeeded('Cassandra needs Java 17, and there is none', [JAVA_PACKAGE], 'Install Java 17, or name one by CAPCHECK_JAVA.')
    return engine(jars, java)
  },

  async present(look) {
    const jars = await findJars(look)
    if (jars === null) return null
    const java = await findJava(look)
    if (java !== null) return engine(jars, java)
    look.lack(`Cassandra ${jars.version} is there, but no Java 17`, [JAVA_PACKAGE])
    return null
  },

  sources: [
    {
      label: 'vendor download',
      async bring(kit) {
        // Jars first: where the vendor is out of reach, Java is left to the next way, which may ask for more with it.
        const jars = (await findJars(kit)) ?? (await downloadJars(kit))
        return engine(jars, await bringJava(kit))
      },
    },
    {
      label: `Maven ${ARTIFACT.name}:${VERSION}`,
      async bring(kit) {
        if ((await which('mvn', kit.env)) === null) {
          // One request for all that is missing, so that the user is asked for one installation.
          await kit.apt.need((await findJava(kit)) === null ? [JAVA_PACKAGE, 'maven'] : ['maven'], 'Cassandra')
        }
        // Before the jars: Maven itself runs on Java.
        const java = await bringJava(kit)
        return engine((await findJars(kit)) ?? (await mavenJars(kit)), java)
      },
    },
  ],
}

async function findJars(look: Look): Promise<Jars | null> {
  const homes = await Promise.all((await whichAll('cassandra', look.env)).map(async (path) => join(dirname(await realpath(path)), '..')))
  for (const home of homes) {
    const jars = await examine(home, 'on PATH')
    if (typeof jars !== 'string') return jars
    look.remark(`Cassandra in ${home} is passed over: ${jars}`)
  }
  const cached = (await findInstalled(look, FROM_VENDOR)) ?? (await findInstalled(look, FROM_MAVEN))
  return cached === null ? null : fromCache(cached)
}

/** The main jar carries the version in its name: `apache-cassandra-` in the distribution, `cassandra-all-` on Maven. */
async function examine(home: string, origin: string): Promise<Jars | string> {
  const lib = join(home, 'lib')
  const names = await readdir(lib).catch(() => [])
  for (const name of names) {
    const version = /^(?:apache-cassandra|cassandra-all)-(\d+\.\d+[^-]*?)\.jar$/.exec(name)?.[1]
    if (version === undefined) continue
    if (!FITTING.cassandra.pattern.test(version)) return `its version is ${version}, needed is ${FITTING.cassandra.words}`
    return { lib, home, version, origin, sha256: await hashFile(join(lib, name)) }
  }
  return 'there is no Cassandra jar in its lib folder'
}

function fromCache({ folder, version, origin, sha256 }: Installed): Jars {
  const whole = origin === 'vendor download' ? { home: folder } : {}
  return { lib: join(folder, 'lib'), version, origin, sha256, ...whole }
}

function engine({ lib, home, version, origin, sha256 }: Jars, java: Java): Engine {
  const paths = { lib, java: java.path, ...(home === undefined ? {} : { home }) }
  return { name: 'cassandra', version, origin: `${origin}, on Java ${java.version} (${java.origin})`, sha256, paths }
}

async function downloadJars(kit: Kit): Promise<Jars> {
  const url = PINNED.cassandra.archive
  const checksum = await publishedChecksum(kit.env, `${url}.sha512`, 'sha512')
  return fromCache(
    await install(kit, FROM_VENDOR, async (part) => {
      const archive = join(part, 'cassandra.tar.gz')
      await download(kit, url, archive, checksum)
      kit.step('unpacking')
      await extract({ file: archive, cwd: part, strip: 1, filter: (path) => !/^[^/]+\/(doc|javadoc)\//.test(path) })
      await rm(archive)
      return { version: VERSION, origin: 'vendor download', sha256: await hashFile(join(part, 'lib', `apache-cassandra-${VERSION}.jar`)) }
    }),
  )
}

async function mavenJars(kit: Kit): Promise<Jars> {
  return fromCache(
    await install(kit, FROM_MAVEN, async (part) => {
      const lib = join(part, 'lib')
      const scratch = join(part, 'scratch')
      await mkdir(lib)
      await mkdir(scratch)
      kit.step(`Maven: ${ARTIFACT.group}:${ARTIFACT.name}:${VERSION} and what it needs`)
      await copyWithDependencies(kit, ARTIFACT, lib, scratch)
      await rm(scratch, { recursive: true })
      const sha256 = await hashFile(join(lib, `cassandra-all-${VERSION}.jar`))
      if (sha256 !== PINNED.cassandra.jarSha256) {
        throw environmentError(`cassandra-all-${VERSION}.jar has sha256 ${sha256}, it must be ${PINNED.cassandra.jarSha256}; thrown away`)
      }
      return { version: VERSION, origin: `Maven ${ARTIFACT.name}:${VERSION}`, sha256 }
    }),
  )
}
