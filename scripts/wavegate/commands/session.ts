import type { Command } from 'commander'
import { MeView } from '../../../server/protocol/views/person.ts'
import type { Cli } from '../cli.ts'
import { Client } from '../client.ts'
import { Refused } from '../failures.ts'
import { readPassword } from '../read-password.ts'

export function sessionCommands(program: Command, cli: Cli): void {
  program
    .command('login')
    .description('Sign in; the password is asked for, or comes from standard input or WAVEGATE_PASSWORD')
    .requiredOption('--email <email>', 'who you are')
    .action(async ({ email }: { email: string }, command: Command) => {
      const server = cli.server(command)
      const cookie = await signIn(server, email, await readPassword(cli.world))
      const me = await new Client(server, cookie).get('/me', MeView)
      cli.sessions.keep(server, { cookie, email })
      const { name, role } = me.person
      cli.output(command).result(me, `Signed in to ${server} as ${name} (${role}).`)
    })

  program
    .command('logout')
    .description('End the session and forget it')
    .action(async (_options: unknown, command: Command) => {
      const client = cli.client(command)
      cli.sessions.forget(client.server)
      // Gone from this machine in any case; the server forgets it when it can be reached.
      await client.send('POST', '/api/auth/sign-out', { json: {} })
      cli.output(command).result({ server: client.server }, `Signed out of ${client.server}.`)
    })

  program
    .command('whoami')
    .description('Who is signed in, and where')
    .action(async (_options: unknown, command: Command) => {
      const client = cli.client(command)
      const me = await client.get('/me', MeView)
      const { name, email, role } = me.person
      cli.output(command).result(me, `${name} <${email}>, ${role}, at ${client.server} (Wavegate ${me.version})`)
    })
}

/** The cookie of a new session. */
async function signIn(server: string, email: string, password: string): Promise<string> {
  const response = await new Client(server, null)
    .send('POST', '/api/auth/sign-in/email', { json: { email, password } })
    .catch((failure: unknown) => {
      if (failure instanceof Refused && failure.code === 'forbidden')
        throw new Refused('The e-mail address or the password is wrong.', 'forbidden')
      throw failure
    })
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}
