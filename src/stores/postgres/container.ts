import { peerAddress } from '../../core/ids.ts'
import type { ContainerContext, ContainerRecipe, ContainerSpec } from '../../core/store.ts'
import { configuration, DATABASE, HBA, INITDB_ARGUMENTS, POSTGRES_PORT, primaryOf, USER } from './configuration.ts'

/** Read-only files of ours in the container. */
const CONFIGURATION = '/etc/capcheck'
/** Not the image's own volume: its place differs between versions, and the data shall vanish with the node. */
const MEMORY = '/var/lib/capcheck'
const DATA = `${MEMORY}/data`

const SERVER = ['postgres', '-c', `config_file=${CONFIGURATION}/postgresql.conf`]

/** The official image `postgres`: its entry point makes the primary's data, `pg_basebackup` the standbys'. */
export const container: ContainerRecipe = {
  image: 'postgres:17',
  memoryMiB: 512,
  describe,
}

function describe(context: ContainerContext): ContainerSpec {
  return {
    command: context.node === primaryOf(context) ? SERVER : ['bash', '-c', standby(peerAddress(primaryOf(context)))],
    env: {
      PGDATA: DATA,
      POSTGRES_USER: USER,
      // It is there already, so the entry point writes nothing; with synchronous replication it would wait for ever.
      POSTGRES_DB: DATABASE,
      POSTGRES_HOST_AUTH_METHOD: 'trust',
      POSTGRES_INITDB_ARGS: INITDB_ARGUMENTS.join(' '),
    },
    // As the standby's copy must belong to the server's user, it is made by that user.
    user: 'postgres',
    files: [
      { path: `${CONFIGURATION}/postgresql.conf`, content: configuration(context, { hba_file: `${CONFIGURATION}/pg_hba.conf` }) },
      { path: `${CONFIGURATION}/pg_hba.conf`, content: HBA },
    ],
    memoryFolders: [MEMORY],
  }
}

/** Waits for the primary behind the node's own link, copies it, and starts as its standby. */
function standby(primary: string): string {
  const at = `-h ${primary} -p ${POSTGRES_PORT} -U ${USER}`
  return [
    `until pg_isready --quiet ${at} -d ${DATABASE}; do sleep 0.2; done`,
    `pg_basebackup ${at} -D "$PGDATA" --wal-method=stream --checkpoint=fast --no-sync || exit 1`,
    'touch "$PGDATA/standby.signal"',
    `exec docker-entrypoint.sh ${SERVER.join(' ')}`,
  ].join('\n')
}
