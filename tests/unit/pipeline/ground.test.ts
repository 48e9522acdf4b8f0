import { describe, expect, it } from 'vitest'
import { chooseProvider, imagesFor, parseImages, tooLittleMemory } from '../../../src/pipeline/ground.ts'
import { STORES } from '../../../src/stores/stores.ts'

const GIB = 2 ** 30

describe('images', () => {
  it('are the official ones, with one Toxiproxy, unless others are named', () => {
    const images = Object.fromEntries(imagesFor(STORES, {}).map(({ name, image }) => [name, image]))
    expect(images).toEqual({ postgres: 'postgres:17', mongodb: 'mongo:7.0', cassandra: 'cassandra:5.0', toxiproxy: 'ghcr.io/shopify/toxiproxy:2.12.0' })
    expect(imagesFor(STORES, parseImages(['mongodb=mongo:8.2', 'toxiproxy=mine:1'])).map(({ image }) => image)).toEqual(['postgres:17', 'mongo:8.2', 'cassandra:5.0', 'mine:1'])
  })

  it('a name may hold an equals sign no more than Docker allows', () => {
    expect(() => parseImages(['mongodb=mongo=8'])).toThrow(/"mongo=8" is no name/)
    expect(() => parseImages(['mongodb'])).toThrow(/not understood/)
  })
})

describe('where the nodes live', () => {
  it('is where the user says, and a named image decides for Docker', async () => {
    expect(await chooseProvider('sandbox', {})).toBe('sandbox')
    expect(await chooseProvider('docker', {})).toBe('docker')
    expect(await chooseProvider('auto', { mongodb: 'mongo:8.2' })).toBe('docker')
    expect(await chooseProvider('compose', {})).toBe('compose')
    await expect(chooseProvider('compose', { mongodb: 'mongo:8.2' })).rejects.toThrow(/--on compose.*takes the images that run already/)
  })
})

describe('too little memory', () => {
  it('is said before anything starts, for the stores that do not fit', () => {
    const refused = (bytes: number) => STORES.filter((store) => tooLittleMemory(store, bytes) !== null).map(({ id }) => id)
    expect(refused(8 * GIB)).toEqual([])
    expect(refused(2.5 * GIB)).toEqual(['cassandra'])
    expect(refused(1 * GIB)).toEqual(['postgres', 'mongodb', 'cassandra'])
    expect(tooLittleMemory(STORES[2]!, 2 * GIB)?.reason).toBe('too little memory: the container engine has 2.0 GiB, 3 nodes of Cassandra need 3.3 GiB')
  })
})
