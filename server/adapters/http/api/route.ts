import type { HttpBindings } from '@hono/node-server'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { z } from 'zod'
import type { CommandContext } from '../../../commands/command-context.ts'
import { type Ack, refuse } from '../../../protocol/ack.ts'
import type { Person } from '../../../protocol/views/person.ts'
import type { Parts } from '../parts.ts'
import { answer } from './answer.ts'
import { type Described, describeRoute } from './describe.ts'
import { strictBody } from './strict-body.ts'

export type Env = { Bindings: HttpBindings; Variables: { person: Person } }
export type Api = OpenAPIHono<Env>

type Fields = z.ZodObject | undefined
type Parsed<S extends z.ZodType | undefined> = S extends z.ZodType ? z.output<S> : undefined

export type Route<P extends Fields, Q extends Fields, B extends z.ZodType | undefined, A> = {
  readonly method: Exclude<Described['method'], 'head'>
  /** OpenAPI style: `/rollouts/{id}` */
  readonly path: string
  readonly summary: string
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly answers: z.ZodType<A>
  run(ctx: CommandContext, input: { params: Parsed<P>; query: Parsed<Q>; body: Parsed<B> }): Promise<Ack<A>>
}

/** One entry serves the request and writes its documentation: the schema that parses is the schema that is published. */
export function route<P extends Fields, Q extends Fields, B extends z.ZodType | undefined, A>(
  api: Api,
  parts: Parts,
  def: Route<P, Q, B, A>,
): void {
  const bodySchema = def.body && strictBody(def.body)
  describeRoute(api, { ...def, body: bodySchema })
  api.on(def.method.toUpperCase(), def.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (c) => {
    const params = def.params?.safeParse(c.req.param())
    if (params && !params.success) return answer(c, malformed(params.error))
    const query = def.query?.safeParse(c.req.query())
    if (query && !query.success) return answer(c, malformed(query.error))
    const body = bodySchema?.safeParse(await json(c))
    if (body && !body.success) return answer(c, malformed(body.error))
    const input = { params: params?.data, query: query?.data, body: body?.data } as Parameters<typeof def.run>[1]
    return answer(c, await def.run(contextOf(parts, c.get('person')), input))
  })
}

export function contextOf(parts: Parts, person: Person): CommandContext {
  const { db, clock, demo, tell, nudge } = parts
  return { db, person, now: clock.now(), demo, tell, nudge, newId: () => crypto.randomUUID() }
}

export const malformed = (error: z.ZodError) => {
  const issue = error.issues[0]
  const where = issue?.path.join('.')
  return refuse('malformed', `${where ? `${where}: ` : ''}${issue?.message ?? 'not understood'}`)
}

/** `undefined` for a body that is no JSON: no schema takes it. */
async function json(c: Context): Promise<unknown> {
  try {
    return await c.req.json()
  } catch {
    return undefined
  }
}
