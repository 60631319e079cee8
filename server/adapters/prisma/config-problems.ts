import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { configResolver } from '../../domain/config/config-resolver.ts'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import type { ConfigProblem } from '../../protocol/config-layer.ts'
import type { ConfigDocument, LayeredConfig } from '../../protocol/layered-config.ts'
import type { ReleaseManifest } from '../../protocol/manifest.ts'
import type { Prisma } from './generated/client.ts'
import { openLayers } from './sealed-config.ts'

/** An agent keeps no larger configuration. */
const MOST_CHARACTERS = 60_000
const MOST_PROBLEMS = 20

type Found = Omit<ConfigProblem, 'device'>

/** `problemsAt` for every device that a release has an artifact for, in order of id. */
export async function configProblems(
  tx: Prisma.TransactionClient,
  config: LayeredConfig,
  manifest: ReleaseManifest | null,
): Promise<ConfigProblem[]> {
  return problemsAt(await servedPlaces(tx, manifest), config, manifest)
}

/**
 * What is wrong with what these devices would be told under a release: against the schema its manifest has, if it has one.
 * Devices that are told the same are checked once. Messages say what is expected, never what was found: it may be secret.
 */
export function problemsAt(
  places: readonly Place[],
  config: LayeredConfig,
  manifest: ReleaseManifest | null,
): ConfigProblem[] {
  const check = checker(manifest?.configSchema)
  if (!check.ok) return [{ path: '', message: check.message, device: null }]
  const resolve = configResolver(openLayers(config), (effective) => ({ found: check.problems(effective) }))
  // Before the first device, what every device would be told is still worth a look.
  const all = places.length > 0 ? places : [{ deviceId: '', siteId: '', groups: [], name: null }]
  const seen = new Set<object>()
  const problems: ConfigProblem[] = []
  for (const place of all) {
    const result = resolve(place)
    if (seen.has(result)) continue
    seen.add(result)
    for (const one of result.found) {
      if (problems.some(({ path, message }) => path === one.path && message === one.message)) continue
      if (problems.length < MOST_PROBLEMS) problems.push({ ...one, device: place.name })
    }
  }
  return problems
}

type Place = {
  readonly deviceId: string
  readonly siteId: string
  readonly groups: readonly string[]
  readonly name: string
}

/** Of the devices a release has an artifact for, in order of id; how they are read: see columns.ts. */
async function servedPlaces(tx: Prisma.TransactionClient, manifest: ReleaseManifest | null): Promise<Place[]> {
  const platforms = manifest?.artifacts.map((one) => `${one.hardwareType}/${one.architecture}`) ?? null
  const [answer] = await tx.$queryRaw<[{ columns: string }]>`
    select json_build_object('id', json_agg("id"), 'name', json_agg("name"), 'siteId', json_agg("siteId"),
      'groups', json_agg("groups"))::text as columns
    from (select * from "Device" where "revokedAt" is null
      and (${platforms}::text[] is null or "hardwareType" || '/' || "architecture" = any(${platforms}::text[]))
      order by "id" collate "C") served`
  const { id, name, siteId, groups } = JSON.parse(answer.columns) as Columns
  return (id ?? []).map((deviceId, n) => ({
    deviceId,
    name: name?.[n] ?? '',
    siteId: siteId?.[n] ?? '',
    groups: groups?.[n] ?? [],
  }))
}

/** Null where there is no device. */
type Columns = {
  readonly id: string[] | null
  readonly name: string[] | null
  readonly siteId: string[] | null
  readonly groups: string[][] | null
}

type Checker = { ok: true; problems(effective: ConfigDocument): Found[] } | { ok: false; message: string }

function checker(schema: ReleaseManifest['configSchema']): Checker {
  let validate: ValidateFunction | null = null
  try {
    if (schema) validate = new Ajv2020({ allErrors: true, strict: false, validateFormats: false }).compile(schema)
  } catch (cause) {
    return { ok: false, message: `The release’s own schema is no JSON Schema: ${said(cause)}.` }
  }
  return {
    ok: true,
    problems(effective) {
      const large: Found[] =
        canonicalJson(effective).length > MOST_CHARACTERS
          ? [{ path: '', message: `a device may be told at most ${MOST_CHARACTERS} characters` }]
          : []
      if (!validate || validate(effective)) return large
      return [...large, ...(validate.errors ?? []).map(problemOf)]
    },
  }
}

/** ajv says `/camera/exposure must be <= 100`; a key that is missing or too many is named by its own path. */
function problemOf({ instancePath, keyword, params, message }: ErrorObject): Found {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
  const named: Record<string, unknown> = params
  if (keyword === 'required') return { path: [...path, named.missingProperty].join('.'), message: 'is required' }
  if (keyword === 'additionalProperties')
    return { path: [...path, named.additionalProperty].join('.'), message: 'is no key this release knows' }
  if (keyword === 'enum' && Array.isArray(named.allowedValues))
    return { path: path.join('.'), message: `must be one of ${named.allowedValues.join(', ')}` }
  return { path: path.join('.'), message: message ?? 'does not suit the release' }
}

const said = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause)).slice(0, 200)
