import { readFileSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { z } from 'zod'
import { signManifest } from '../../../server/adapters/signing/sign-manifest.ts'
import { manifestText } from '../../../server/domain/release/manifest-text.ts'
import { PublishRelease } from '../../../server/protocol/commands/publish-release.ts'
import type { Instant } from '../../../server/protocol/ids.ts'
import type { Cli } from '../cli.ts'
import { Usage } from '../failures.ts'
import { checked, readJson } from '../read-json.ts'

type Asked = { key: string; counter: string; out?: string }

/** Signs where the private key is: no server, no network, no session. */
export function signCommand(release: Command, cli: Cli): void {
  release
    .command('sign')
    .argument('<file>', 'a release as JSON')
    .description('Sign a release offline; `release publish` takes what it writes')
    .requiredOption('--key <file>', 'the Ed25519 private key as PEM')
    .requiredOption('--counter <number>', 'greater than that of every release of this name before')
    .option('--out <file>', 'where the signed manifest goes; left out: stdout')
    .action((file: string, { key, counter, out }: Asked, command: Command) => {
      const { notes: _unsigned, ...release } = readJson(cli.file(file), PublishRelease)
      const number = checked(z.int().min(1), Number(counter), 'counter: ')
      const text = manifestText(release, number, Date.now() as Instant)
      if (!text.ok) throw new Usage(text.refusal.message)
      const signed = signedWith(text.value, cli.file(key))
      if (out) writeFileSync(cli.file(out), `${JSON.stringify(signed, null, 2)}\n`)
      const output = cli.output(command)
      if (out) output.result(signed, `Signed ${release.name} ${release.version} with key ${signed.keyId}: ${out}`)
      else output.result(signed, output.json ? '' : JSON.stringify(signed, null, 2))
    })
}

function signedWith(text: string, keyPath: string) {
  try {
    return signManifest(text, readFileSync(keyPath, 'utf8'))
  } catch (cause) {
    throw new Usage(`${keyPath} is no key to sign with: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}
