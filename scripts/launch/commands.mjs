import { check, e2e, test } from './checks.mjs'
import { namedScript } from './named-script.mjs'
import { become } from './node.mjs'
import { build, client, packages } from './prepare.mjs'

/** @param {string} script @param {Record<string, string>} [env] @returns {(args: string[]) => Promise<void>} */
const program = (script, env) => (args) => become(script, args, env)

/**
 * What can be typed after `npm run`: what it needs first, and what it then is.
 * @type {Record<string, { needs: readonly (() => Promise<void>)[], run: (args: string[]) => Promise<void> }>}
 */
export const COMMANDS = {
  demo: { needs: [packages, client, build], run: program('scripts/demo.ts', { NODE_ENV: 'production' }) },
  start: { needs: [packages, client, build], run: program('server/main.ts', { NODE_ENV: 'production' }) },
  dev: { needs: [packages, client], run: program('server/main.ts', { NODE_ENV: 'development' }) },
  agent: { needs: [packages], run: program('agent/main.ts') },
  fleet: { needs: [packages], run: program('agent/fleet/main.ts') },
  wavegate: { needs: [packages], run: program('scripts/wavegate.ts') },
  bench: { needs: [], run: namedScript('bench') },
  chaos: { needs: [], run: namedScript('chaos') },
  check: { needs: [packages, client], run: check },
  e2e: { needs: [packages, client, build], run: e2e },
  test: { needs: [packages, client], run: test },
  migration: { needs: [packages, client], run: program('scripts/make-migration.ts') },
}
