import type { OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { Refusal } from '../../../protocol/ack.ts'

export type Described = {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete' | 'head'
  readonly path: string
  readonly summary: string
  readonly params?: z.ZodObject | undefined
  readonly query?: z.ZodObject | undefined
  readonly body?: z.ZodType | undefined
  readonly answers: z.ZodType
  /** media type of the answer; left out: JSON */
  readonly as?: string | undefined
}

type Registry = Pick<OpenAPIHono, 'openAPIRegistry'>
type RequestBody = { required: true; content: Record<string, { schema: object }> }

/** Adds one route to the published document, from the very schemas that parse it. OpenAPI 3.1 speaks JSON Schema. */
export function describeRoute(
  api: Registry,
  { method, path, summary, params, query, body, answers, as = 'application/json' }: Described,
  upload?: RequestBody,
): void {
  const requestBody = upload ?? (body && jsonBody(body))
  api.openAPIRegistry.registerPath({
    method,
    path: `/api/v1${path}`,
    summary,
    parameters: [...parameters('path', params), ...parameters('query', query)],
    ...(requestBody && { requestBody }),
    responses: {
      200: { description: 'done', content: { [as]: { schema: jsonSchema(answers, 'output') } } },
      400: refusal('the request does not make sense'),
      401: refusal('nobody is signed in'),
      403: refusal('this person may not do this'),
      404: refusal('there is no such thing'),
      409: refusal('the state has moved on, or conflicts'),
      413: refusal('too much'),
      503: refusal('try again in a moment'),
    },
  })
}

function parameters(place: 'path' | 'query', fields: z.ZodObject | undefined) {
  if (!fields) return []
  return Object.entries(fields.shape).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path',
    schema: jsonSchema(schema as z.ZodType, 'input'),
  }))
}

const jsonBody = (schema: z.ZodType): RequestBody => ({
  required: true,
  content: { 'application/json': { schema: jsonSchema(schema, 'input') } },
})

const refusal = (description: string) => ({
  description,
  content: { 'application/json': { schema: jsonSchema(z.object({ refusal: Refusal }), 'output') } },
})

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema, $defs, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  // Only "any JSON at all" is recursive in our schemas; its references would point outside once embedded.
  return JSON.parse(JSON.stringify(rest), (_key, value) =>
    value && typeof value === 'object' && '$ref' in value ? {} : value,
  )
}
