// Bundles styles and scripts into the folder given. KRDS comes from its SCSS sources: only the parts app.scss names.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = fileURLToPath(new URL(".", import.meta.url));
const output = process.argv[2];
mkdirSync(output, { recursive: true });

await styles("app", ["chrome109", "safari15.4", "firefox115"]);
// the worker's pages: a five-year-old phone that no longer gets updates
await styles("answer", ["chrome80", "safari14", "firefox90"]);
await styles("open", ["chrome80", "safari14", "firefox90"]);
const fonts = readFileSync(`${here}node_modules/pretendard-gov/dist/web/variable/pretendardvariable-gov-dynamic-subset.css`, "utf8");
await esbuild.build({
  stdin: {
    // our own family name and swap; the files get a hash in their names and are kept by browsers for ever
    contents: fonts.replaceAll("'Pretendard GOV Variable'", "'Pretendard GOV'").replaceAll("woff2-variations", "woff2"),
    loader: "css",
    resolveDir: `${here}node_modules/pretendard-gov/dist/web/variable`,
    sourcefile: "fonts.css",
  },
  bundle: true,
  minify: true,
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]-[hash]",
  outfile: `${output}/fonts.css`,
});
const scripts = [
  ["app", "app", "es2020"], ["emergency", "emergency", "es2020"], ["answer", "answer", "es2018"], ["open", "open", "es2018"],
  ["visits", "visits", "es2020"], ["visits-worker", "visits/worker", "es2020"],
];
for (const [name, source, target] of scripts) {
  await esbuild.build({
    entryPoints: [`${here}src/${source}.ts`],
    bundle: true,
    minify: true,
    charset: "utf8",
    define: { "process.env.NODE_ENV": '"production"' },
    target: [target],
    legalComments: "none",
    outfile: `${output}/${name}.js`,
  });
}
writeFileSync(`${output}/README.txt`, "Built from frontend/ by frontend/build.py. Do not edit.\n");

/** One style sheet from its SCSS source. */
async function styles(name, target) {
  const compiled = sass.compile(`${here}styles/${name}.scss`, {
    loadPaths: [`${here}node_modules/krds-uiux/resources/scss`, `${here}styles`],
    silenceDeprecations: ["import", "global-builtin", "mixed-decls", "color-functions", "if-function"],
    quietDeps: true,
    logger: sass.Logger.silent,
  });
  await esbuild.build({
    stdin: { contents: withoutUnusedVariables(compiled.css), loader: "css", resolveDir: here, sourcefile: `${name}.css` },
    bundle: true,
    minify: true,
    charset: "utf8",
    target,
    loader: { ".svg": "dataurl", ".woff2": "copy" },
    outfile: `${output}/${name}.css`,
  });
}

/** KRDS declares some 900 custom properties; those nothing refers to are left out. */
function withoutUnusedVariables(css) {
  let before;
  do {
    before = css;
    const used = new Set([...css.matchAll(/var\(\s*(--[\w-]+)/g)].map((match) => match[1]));
    css = css.replace(/^\s*(--krds-[\w-]+)\s*:[^;{}]*;[ \t]*\n/gm, (line, name) => (used.has(name) ? line : ""));
  } while (css !== before);
  return css;
}
