import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { pack } from '../../../scripts/artifact/pack.ts'
import { TarCounter } from './tar-counter.ts'

test.each([1, 7, 512, 100_000])('counts files and their bytes in pieces of %i', (piece) => {
  const packed = pack([
    { path: 'main.js', contents: Buffer.alloc(1500, 'a') },
    { path: 'empty', contents: Buffer.alloc(0) },
    { path: 'model/weights.bin', contents: Buffer.alloc(512, 'b') },
  ])
  const bytes = gunzipSync(packed.bytes)
  const tar = new TarCounter()
  for (let at = 0; at < bytes.length; at += piece) tar.add(bytes.subarray(at, at + piece))
  expect({ files: tar.files, bytes: tar.bytes }).toEqual({ files: packed.files, bytes: packed.unpackedSize })
})
