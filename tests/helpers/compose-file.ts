import { parse } from 'yaml'

/** A service of a compose file, with the text of its files and the dollars as the container sees them. */
export interface ComposeService {
  readonly service: string
  readonly image: string
  readonly profiles: readonly string[]
  readonly labels: { readonly [name: string]: string }
  readonly network_mode?: string
  readonly command?: readonly string[]
  readonly environment?: { readonly [name: string]: string }
  readonly user?: string
  readonly tmpfs?: readonly string[]
  readonly ports?: readonly string[]
  readonly files: { readonly [path: string]: string }
}

/** The services in the text of a compose file. */
export function containers(text: string): ComposeService[] {
  const file = JSON.parse(JSON.stringify(parse(text)).replaceAll('$$', '$')) as {
    services: { [service: string]: Omit<ComposeService, 'service' | 'files'> & { configs?: { source: string; target: string }[] } }
    configs: { [name: string]: { content: string } }
  }
  return Object.entries(file.services).map(([service, { configs = [], ...rest }]) => ({
    service,
    ...rest,
    files: Object.fromEntries(configs.map(({ source, target }) => [target, file.configs[source]!.content])),
  }))
}
