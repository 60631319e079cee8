import { provideConfigKey } from '../prisma/config-key.ts'

/** Test files of one worker share this module: each begins with the same key, whoever ran before it. */
provideConfigKey('of the tests'.padEnd(43, '.'))
