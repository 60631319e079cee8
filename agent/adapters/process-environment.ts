/** The environment this process was given, for processes that are started on its behalf. */
export const processEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env })
