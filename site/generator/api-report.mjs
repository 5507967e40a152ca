// The public surface of every entry as text, so that a change of it is seen in review: api/<entry>.api.md, from the built declarations.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CompilerState, Extractor, ExtractorConfig } from "@microsoft/api-extractor";
import { typedEntries } from "./entries.mjs";
import { ROOT, SITE } from "./paths.mjs";

const REPORTS = join(SITE, "api");

/** Its findings are no part of the report: the types are checked by `npm run types`, the docstrings by a test. */
const SILENT = { default: { logLevel: "none" } };

/** Browsers have a `Report` of their own, so that ours is written as `Report_2` where it is used. */
const COMPILER = { lib: ["es2022", "dom"], types: [], strict: true };

/**
 * The reports that are not as the declarations have them: changed, missing, or of an entry that is no more.
 *
 * @param write whether to write them anew; then the names are of those that were written
 */
export function staleReports(write) {
  const entries = typedEntries();
  const scratch = mkdtempSync(join(tmpdir(), "mercer-api-"));
  try {
    const configs = entries.map((entry) => configOf(entry, scratch));
    // one program for all: they share nearly everything
    const compilerState = CompilerState.create(configs[0], { additionalEntryPoints: entries.map(declarationsOf) });
    const changed = entries.filter((_, at) => {
      const { apiReportChanged } = Extractor.invoke(configs[at], { compilerState, localBuild: write, messageCallback: hush });
      return apiReportChanged;
    });
    const names = entries.map((entry) => `${entry}.api.md`);
    const left = readdirSync(REPORTS).filter((name) => !names.includes(name));
    if (write) for (const name of left) rmSync(join(REPORTS, name));
    return [...changed.map((entry) => `${entry}.api.md`), ...left];
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function configOf(entry, scratch) {
  const declarations = declarationsOf(entry);
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder: ROOT,
      mainEntryPointFilePath: declarations,
      compiler: { overrideTsconfig: { compilerOptions: COMPILER, files: [declarations] } },
      apiReport: { enabled: true, reportFolder: REPORTS, reportTempFolder: scratch, reportFileName: `${entry}.api.md` },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: { compilerMessageReporting: SILENT, extractorMessageReporting: SILENT, tsdocMessageReporting: SILENT },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(ROOT, "package.json"),
  });
}

function declarationsOf(entry) {
  return join(ROOT, `dist/${entry}.d.ts`);
}

/** What differs is returned. */
function hush(message) {
  message.handled = true;
}

if (import.meta.filename === process.argv[1]) {
  const written = staleReports(true);
  console.log(written.length > 0 ? `written anew: ${written.join(", ")}` : "the reports are up to date");
}
