import { describe, expect, it } from 'vitest'
import { inspect } from './inspect.ts'

const complaintsAbout = (files: Record<string, string>) => inspect(new Map(Object.entries(files)))

describe('boundaries', () => {
  it.each([
    { form: 'a value', source: `import { prisma } from '../adapters/prisma/client.ts'` },
    { form: 'a type', source: `import type { Prisma } from '../adapters/prisma/client.ts'` },
    { form: 'a type among values', source: `import { type Prisma } from '../adapters/prisma/client.ts'` },
    { form: 'a type in place', source: `type P = import('../adapters/prisma/client.ts').Prisma` },
    { form: 'an effect', source: `import '../adapters/prisma/client.ts'` },
    { form: 'something exported on', source: `export * from '../adapters/prisma/client.ts'` },
    { form: 'a type exported on', source: `export type { Prisma } from '../adapters/prisma/client.ts'` },
    { form: 'something at run time', source: `const load = () => import('../adapters/prisma/client.ts')` },
    { form: 'something required', source: `const prisma = require('../adapters/prisma/client.ts')` },
  ])('are seen when $form crosses them, in .ts and in .tsx', ({ source }) => {
    expect(complaintsAbout({ 'server/domain/gate.ts': source })).toEqual([
      expect.stringMatching(/^server\/domain\/gate\.ts:1 imports .*: server\/domain may not import server\/adapters$/),
    ])
    const page = `const mark = <b>{1}</b>\n${source.replaceAll('..', '../../server')}`
    expect(complaintsAbout({ 'components/ui/button.tsx': page })[0]).toMatch(
      /^components\/ui\/button\.tsx:2 .*: components\/ui may not import server\/adapters$/,
    )
  })

  it.each([
    { from: 'server/protocol/x.ts', imports: 'pg', because: 'server/protocol may not import pg' },
    { from: 'server/protocol/x.ts', imports: 'node:fs', because: 'server/protocol may not import Node’s own modules' },
    { from: 'server/protocol/x.ts', imports: 'fs', because: 'server/protocol may not import Node’s own modules' },
    { from: 'server/domain/x.ts', imports: 'zod', because: 'server/domain may not import zod' },
    {
      from: 'server/commands/x.ts',
      imports: '../engine/loop.ts',
      because: 'server/commands may not import server/engine',
    },
    { from: 'server/adapters/x.ts', imports: '../sim/clock.ts', because: 'server/adapters may not import server/sim' },
    { from: 'server/adapters/x.ts', imports: '../main.ts', because: 'nobody imports a main.ts' },
    { from: 'server/main.ts', imports: './domain/x.test.ts', because: 'nobody imports a test' },
    { from: 'agent/guard/x.ts', imports: 'zod', because: 'agent/guard may not import zod' },
    { from: 'agent/engine/x.ts', imports: '../slots/memory.ts', because: 'agent/engine may not import agent/slots' },
    {
      from: 'components/fleet/x.tsx',
      imports: '../rollout/y.tsx',
      because: 'components/* may not import components/*',
    },
    { from: 'components/rollout/x.tsx', imports: 'recharts', because: 'only components/charts may import recharts' },
    { from: 'app/page.tsx', imports: '../server/commands/x.ts', because: 'app may not import server/commands' },
    { from: 'stray/x.ts', imports: 'zod', because: expect.stringContaining('in no area') },
  ])('keep $imports out of $from', ({ from, imports, because }) => {
    const [complaint] = complaintsAbout({ [from]: `import '${imports}'` })
    expect(complaint?.split(': ').slice(1).join(': ')).toEqual(because)
  })

  it.each([
    { from: 'server/protocol/x.ts', imports: 'zod' },
    { from: 'server/commands/x.ts', imports: '../engine/ports.ts' },
    { from: 'server/queries/x.ts', imports: '../adapters/prisma/client.ts' },
    { from: 'server/adapters/x.ts', imports: 'node:fs' },
    { from: 'server/sim/x.ts', imports: '../../agent/run.ts' },
    { from: 'agent/fleet/x.ts', imports: '../engine/step.ts' },
    { from: 'agent/sample/x.ts', imports: 'node:http' },
    { from: 'components/fleet/x.tsx', imports: './y.tsx' },
    { from: 'components/fleet/x.tsx', imports: '../paths.ts' },
    { from: 'components/charts/x.tsx', imports: 'recharts' },
    { from: 'app/fleet/page.tsx', imports: '../../components/fleet/x.tsx' },
    { from: 'server/domain/x.test.ts', imports: 'fast-check' },
  ])('let $imports into $from', ({ from, imports }) => {
    expect(complaintsAbout({ [from]: `import '${imports}'` })).toEqual([])
  })

  it('are broken by a circle, also of types', () => {
    const files = {
      'server/domain/a.ts': `import './b.ts'`,
      'server/domain/b.ts': `import type { C } from './c.ts'`,
      'server/domain/c.ts': `import './a.ts'`,
    }
    expect(complaintsAbout(files)).toEqual([
      'a circle of imports: server/domain/a.ts → server/domain/b.ts → server/domain/c.ts → server/domain/a.ts',
    ])
  })
})

describe('purity', () => {
  it.each([
    { path: 'server/engine/x.ts', source: 'Date.now()' },
    { path: 'server/engine/x.ts', source: `Date['now']()` },
    { path: 'server/commands/x.ts', source: 'new Date()' },
    { path: 'components/fleet/x.tsx', source: 'Math.random()' },
    { path: 'server/main.ts', source: 'process.env.PORT' },
    { path: 'server/main.ts', source: 'globalThis.process.env.PORT' },
    { path: 'server/domain/x.ts', source: 'async () => {}' },
    { path: 'server/domain/x.ts', source: 'class A { async b() {} }' },
    { path: 'server/protocol/x.ts', source: 'setTimeout(() => {}, 1)' },
    { path: 'agent/engine/x.ts', source: `fetch('http://localhost')` },
    { path: 'agent/engine/x.ts', source: `console.log('here')` },
    { path: 'agent/engine/x.ts', source: 'crypto.randomUUID()' },
  ])('forbids $source in $path', ({ path, source }) => {
    expect(complaintsAbout({ [path]: source })).toEqual([expect.stringMatching(`^${path}:1 .* is not for this place$`)])
  })

  it.each([
    { path: 'server/adapters/clock.ts', source: 'Date.now()' },
    { path: 'server/config.ts', source: 'process.env.PORT' },
    { path: 'components/live/x.tsx', source: 'Date.now()' },
    { path: 'server/engine/x.ts', source: 'new Date(at).toISOString()' },
    { path: 'server/engine/x.ts', source: 'async () => {}' },
    { path: 'server/domain/x.ts', source: 'report.fetch.Date.now' },
    { path: 'server/domain/x.ts', source: '// Date.now() comes in as a value' },
    { path: 'server/domain/x.test.ts', source: 'new Date()' },
  ])('allows $source in $path', ({ path, source }) => {
    expect(complaintsAbout({ [path]: source })).toEqual([])
  })
})
