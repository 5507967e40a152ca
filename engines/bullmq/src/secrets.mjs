/** Passwords among the options of a connection, as they are and as a URL has them. */
export function secretsOf(options) {
  const urls = [options.url, options.connectionString].filter((url) => typeof url === "string");
  const inUrls = urls.flatMap((url) => /^[a-z+]+:\/\/[^/@]*?:([^@]+)@/i.exec(url)?.[1] ?? []);
  const given = [
    options.password,
    options.sentinelPassword,
    options.tls?.passphrase,
    options.ssl?.passphrase,
    ...inUrls,
    ...inUrls.map(decoded),
  ];
  return [...new Set(given.filter((secret) => typeof secret === "string" && secret !== ""))];
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * An error to be told: its name, message and code. The errors of clients carry the command that failed, which may be the one with the password, and those of URLs the URL.
 */
export function withoutSecrets(error, secrets) {
  /** @type {Error & { code?: unknown }} */
  const told = new Error(secrets.reduce((text, secret) => text.replaceAll(secret, "***"), String(error?.message || error?.code || error)));
  told.name = error?.name ?? "Error";
  if (error?.code !== undefined) told.code = error.code;
  return told;
}
