import { Validator } from '@seriousme/openapi-schema-validator'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Parts } from '../parts.ts'
import { openApi } from './api.ts'

const Operation = z.object({
  summary: z.string().min(1),
  parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean() })).default([]),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.looseObject({}) })) }).optional(),
  responses: z.record(z.string(), z.object({ content: z.record(z.string(), z.looseObject({})).optional() })),
})
const OpenApi = z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) })

// Routes are only registered here and nothing is asked of them: what they would need is never touched.
const app = openApi({ origins: [], version: '0.0.0', releaseKey: {}, artifacts: {}, uploads: {} } as unknown as Parts)

let raw: Record<string, unknown>
let paths: z.infer<typeof OpenApi>['paths']
beforeAll(async () => {
  raw = (await (await app.request('/api/v1/openapi.json')).json()) as Record<string, unknown>
  paths = OpenApi.parse(raw).paths
})

/** What describes the others needs no description. */
const UNDESCRIBED = new Set(['GET /api/v1/openapi.json'])

/** Everything there goes to the tus library, which answers what its protocol names and refuses the rest. */
const isUpload = (one: string) => one.includes(' /api/v1/uploads')

const routes = [
  ...new Set(
    app.routes
      .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/v1/'))
      .map(({ method, path }) => `${method} ${path}`),
  ),
].filter((one) => !UNDESCRIBED.has(one) && !isUpload(one))

test('the document is valid OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(raw)
  expect(errors).toBeUndefined()
  expect(valid).toBe(true)
})

describe('what the server answers is what it describes', () => {
  test.each(routes)('%s', (one) => {
    const [method = '', path = ''] = one.split(' ')
    const described = path.replaceAll(/:(\w+)(\{[^}]*\})?/g, '{$1}')
    const operation = paths[described]?.[method.toLowerCase()]
    expect(operation, `${one} is not in the document`).toBeDefined()
    const named = operation?.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)
    expect(named).toEqual([...described.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
    expect(operation?.responses[200] ?? operation?.responses[201] ?? operation?.responses[204]).toBeDefined()
  })

  test('and nothing else is described', () => {
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    )
    const uploads = described.filter(isUpload).map((one) => one.split(' ')[0])
    expect(uploads.toSorted()).toEqual(['DELETE', 'HEAD', 'PATCH', 'POST'])
    expect(described.filter((one) => !isUpload(one)).toSorted()).toEqual(routes.toSorted())
  })
})

test('a body that names its fields takes no others', () => {
  const open = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { requestBody }]) => {
      const schema = requestBody?.content['application/json']?.schema
      return schema && 'properties' in schema && schema.additionalProperties !== false ? [`${method} ${path}`] : []
    }),
  )
  expect(open).toEqual([])
})
