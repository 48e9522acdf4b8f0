import { describe, expect, it } from 'vitest'
import { checkImageName } from '../../../../src/clusters/docker/images.ts'

describe('names of images', () => {
  it.each(['mongo', 'mongo:8.2', 'bitnami/postgresql:17', 'ghcr.io/shopify/toxiproxy:2.12.0', 'registry.example:5000/a/b:1', `mongo@sha256:${'0'.repeat(64)}`, `mongo:8@sha256:${'a'.repeat(64)}`])('%s is one', (name) => {
    expect(() => checkImageName(name)).not.toThrow()
  })

  it.each(['', 'Mongo 8', 'mongo:', ':8', 'mongo:8:2', 'a//b', 'mongo@sha256:12', '-mongo', 'mongo;rm'])('%s is none', (name) => {
    expect(() => checkImageName(name)).toThrow(/is no name of an image/)
  })
})
