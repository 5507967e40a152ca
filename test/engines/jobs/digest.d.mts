export function digest(result: unknown): Promise<string>;
