import { build } from "esbuild";

/**
 * For a bundle that prints JSON Schemas and needs nothing else of zod: the modules that make them, `schema.ts`, become their texts. They are made
 * while bundling.
 */
export const schemaTexts = {
  name: "infc-schema-texts",
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/](ir|audit)[\\/]schema\.ts$/ }, async ({ path }) => {
      const schemas = Object.entries(await load(path)).filter(([name]) => /^\w+Schema$/.test(name) && name !== "printSchema");
      return { contents: schemas.map(([name, print]) => `export const ${name} = () => ${printed(print())};\n`).join("") };
    });
  },
};

/** An expression that gives `text`, which is JSON as `JSON.stringify` lays it out: short, as every start reads the whole bundle. */
function printed(text) {
  const value = JSON.stringify(JSON.parse(text));
  if (`${JSON.stringify(JSON.parse(value), undefined, 2)}\n` !== text) throw new Error("a schema is not laid out as JSON.stringify does it");
  return `JSON.stringify(JSON.parse(${JSON.stringify(value)}), undefined, 2) + "\\n"`;
}

async function load(path) {
  const { outputFiles } = await build({ entryPoints: [path], bundle: true, format: "esm", platform: "neutral", mainFields: ["module", "main"], write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}
