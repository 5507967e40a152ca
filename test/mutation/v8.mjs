import { fileURLToPath } from "node:url";
import v8 from "@vitest/coverage-v8";

/** V8's coverage as a custom provider: the built-in one is looked for beside Vitest, in the root, where it is not installed. */
export default {
  ...v8,
  async getProvider() {
    const provider = await v8.getProvider();
    const options = provider.resolveOptions.bind(provider);
    provider.resolveOptions = () => ({ ...options(), provider: "custom", customProviderModule: fileURLToPath(import.meta.url) });
    return provider;
  },
};
