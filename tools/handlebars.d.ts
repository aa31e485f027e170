import type { Plugin } from "esbuild";

export function precompile(text: string, file: string): string;
export function handlebarsVite(): { readonly name: string };
export const handlebarsEsbuild: Plugin;
