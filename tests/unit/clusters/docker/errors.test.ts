import { describe, expect, it } from 'vitest'
import { dockerError } from '../../../../src/clusters/docker/errors.ts'
import { environmentError, EXIT } from '../../../../src/core/errors.ts'

describe("Docker's own words", () => {
  it.each([
    ['(HTTP code 404) no such container - No such image: mongo:99', /an image is missing/, /--image/],
    ['(HTTP code 500) server error - unable to find user postgres: no matching entries in passwd file', /the image is of another kind/, /--image/],
    ['(HTTP code 500) server error - driver failed programming external connectivity: Bind for 127.0.0.1:32768 failed: port is already allocated', /a port is taken/, /run again/],
    ['failed to bind host port: listen tcp4 127.0.0.1:32768: bind: address already in use', /a port is taken/, /run again/],
    ['(HTTP code 400) - all predefined address pools have been fully subnetted', /no address range left/, /network prune/],
    ['could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network', /no address range left/, /network prune/],
    ['write /var/lib/docker/tmp/x: no space left on device', /disk of the engine is full/, /system prune/],
    ['connect ECONNREFUSED /var/run/docker.sock', /does not answer any more/, /capcheck clean/],
    ['socket hang up', /does not answer any more/, /capcheck clean/],
  ])('%s', (said, message, hint) => {
    const error = dockerError('the container n1 could not be started', new Error(said))
    expect(error.message).toMatch(message)
    expect(error.message).toContain(said)
    expect(error.message).toMatch(/^the container n1 could not be started: /)
    expect(error.hint).toMatch(hint)
    expect(error.exitCode).toBe(EXIT.environment)
  })

  it('are kept as they are where nothing is known of them, and clear errors pass through', () => {
    expect(dockerError('x', new Error('a riddle')).message).toBe('x: a riddle')
    const clear = environmentError('clear')
    expect(dockerError('x', clear)).toBe(clear)
  })
})
