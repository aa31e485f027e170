import { defineConfig } from "vitest/config";
import { handlebarsVite } from "./tools/handlebars.js";

export default defineConfig({
  plugins: [handlebarsVite()],
  test: {
    environment: "node",
    include: ["test/**/*.test.ts"],
    // Daemons start in well under a second; this is for a busy machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
