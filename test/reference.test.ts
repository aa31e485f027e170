import { it } from "vitest";
import { renderReference } from "../src/reference.js";
import { expectText } from "./kit/golden.js";

it("has a reference page that is made from the vocabulary", () => {
  expectText("grammar/reference.md", renderReference());
});
