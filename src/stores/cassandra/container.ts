import type { ContainerContext, ContainerRecipe, ContainerSpec } from '../../core/store.ts'
import { HEAP_MIB, propertyArguments, RACKDC, SMALL_JAVA, systemProperties, yaml } from './configuration.ts'

/** Read-only files of ours in the container; the image's own stay as they are. */
const CONFIGURATION = '/etc/capcheck'
/** Where the official image has its data; in memory here, so no volume is made. */
const DATA = '/var/lib/cassandra'

/** The official image `cassandra`, with the settings of its start script (cassandra-env.sh) and a configuration of our own. */
export const container: ContainerRecipe = {
  image: 'cassandra:5.0',
  memoryMiB: 1024,
  describe,
}

function describe(context: ContainerContext): ContainerSpec {
  const properties = {
    // Not the yaml file of the image: its entry point would edit that one.
    'cassandra.config': `file://${CONFIGURATION}/cassandra.yaml`,
    'cassandra-rackdc.properties': `file://${CONFIGURATION}/cassandra-rackdc.properties`,
    ...systemProperties(context),
  }
  return {
    command: ['cassandra', '-f'],
    env: {
      MAX_HEAP_SIZE: `${HEAP_MIB.all}M`,
      HEAP_NEWSIZE: `${HEAP_MIB.young}M`,
      // These come last, so they win over jvm17-server.options, which chooses the G1 collector.
      JVM_EXTRA_OPTS: ['-XX:-UseG1GC', ...SMALL_JAVA, `-Xmn${HEAP_MIB.young}m`, ...propertyArguments(properties)].join(' '),
    },
    files: [
      { path: `${CONFIGURATION}/cassandra.yaml`, content: yaml(context, PLACES) },
      { path: `${CONFIGURATION}/cassandra-rackdc.properties`, content: RACKDC },
    ],
    memoryFolders: [DATA],
  }
}

const PLACES = {
  data_file_directories: [`${DATA}/data`],
  commitlog_directory: `${DATA}/commitlog`,
  saved_caches_directory: `${DATA}/saved_caches`,
  hints_directory: `${DATA}/hints`,
}
