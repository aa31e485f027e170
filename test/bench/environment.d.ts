export function timedEnvironment(given?: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
